package org.probity.argument.program;

import java.util.List;

/**
 * For every real cell, the tuple of the expressions' values is a row of the table, public or
 * committed.
 */
public record Lookup(String name, Table table, List<Expression> tuple) {
  public Lookup {
    tuple = List.copyOf(tuple);
    if (tuple.size() != table.width()) {
      throw new IllegalArgumentException("lookup " + name + " has a tuple of the wrong width");
    }
  }

  public Shape shape() {
    return tuple.get(0).shape();
  }
}
