package org.probity.operators;

import java.util.List;

/** A section of the page: operators of one kind, with a word on what they have in common. */
record Family(String title, String text, List<Row> rows) {
  Family {
    rows = List.copyOf(rows);
  }
}
