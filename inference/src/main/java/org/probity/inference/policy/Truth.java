package org.probity.inference.policy;

import java.util.List;
import java.util.stream.Stream;

/** What a condition says is so, or is not. */
sealed interface Truth {
  boolean holds(Item item) throws UndecidedException;

  /** What it is about. */
  List<Operand> operands();

  /** A comparison. */
  record Comparison(Operand left, Relation relation, Operand right) implements Truth {
    @Override
    public boolean holds(Item item) throws UndecidedException {
      checkName(left, right, item);
      checkName(right, left, item);
      return relation.holds(left.value(item), right.value(item));
    }

    @Override
    public List<Operand> operands() {
      return List.of(left, right);
    }

    private static void checkName(Operand side, Operand other, Item item)
        throws UndecidedException {
      if (side instanceof Operand.Entry(String port, _)
          && other instanceof Operand.Constant(Quantity.Text(String text))) {
        item.checkName(port, text);
      }
    }
  }

  /** A port's value that is 0 or 1. */
  record Flag(Operand operand) implements Truth {
    @Override
    public boolean holds(Item item) throws UndecidedException {
      return Operand.isTrue(operand.value(item));
    }

    @Override
    public List<Operand> operands() {
      return List.of(operand);
    }
  }

  /** Both are so, or neither is. */
  record Same(Truth left, Truth right) implements Truth {
    @Override
    public boolean holds(Item item) throws UndecidedException {
      // Both first: what is undecided on one side is no answer, whatever the other says.
      boolean a = left.holds(item);
      boolean b = right.holds(item);
      return a == b;
    }

    @Override
    public List<Operand> operands() {
      return Stream.concat(left.operands().stream(), right.operands().stream()).toList();
    }
  }
}
