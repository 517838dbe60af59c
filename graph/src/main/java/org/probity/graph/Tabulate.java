package org.probity.graph;

import java.util.Arrays;
import java.util.List;

/**
 * Stored {@code out[i] = table[input[i] - first]}: any public function of few integers, such as a
 * function of one 8-bit number, or of two that a {@link Sum} has joined to one key. The input is an
 * accumulator or a stored tensor of the same shape with fraction 0 whose range the table covers;
 * the output has fraction 0.
 */
public record Tabulate(String output, String input, long first, int[] table) implements Node {
  public Tabulate {
    table = table.clone();
  }

  /** Callers must not modify the array. */
  @Override
  public int[] table() {
    return table;
  }

  /** The last key. */
  public long last() {
    return first + table.length - 1;
  }

  /** The entry of a key. */
  public int at(long key) {
    return table[Math.toIntExact(key - first)];
  }

  @Override
  public List<String> sources() {
    return List.of(input);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tabulate t
        && output.equals(t.output)
        && input.equals(t.input)
        && first == t.first
        && Arrays.equals(table, t.table);
  }

  @Override
  public int hashCode() {
    return 31 * output.hashCode() + Arrays.hashCode(table);
  }

  @Override
  public String toString() {
    return "Tabulate[" + output + ", " + input + ", " + table.length + " keys from " + first + "]";
  }
}
