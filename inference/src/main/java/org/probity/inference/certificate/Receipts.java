package org.probity.inference.certificate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Receipts that one person has of one certificate: for different ports of the same item. Never
 * printed.
 *
 * @param all one or more, in any order
 */
public record Receipts(List<Receipt> all) {
  /**
   * Receipts that can belong together.
   *
   * @throws IllegalArgumentException if they are for several items, or two are for one port: what
   *     is shown as one item's data must be one item's
   */
  public Receipts {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there are no receipts");
    }
    if (all.stream().map(Receipt::item).distinct().count() > 1) {
      throw new IllegalArgumentException("the receipts are of different items; take those of one");
    }
    if (all.stream().map(Receipt::port).distinct().count() < all.size()) {
      throw new IllegalArgumentException("there are two receipts of one port");
    }
  }

  /** Receipts that can belong together, as the constructor says. */
  public static Receipts of(Receipt... all) {
    return new Receipts(List.of(all));
  }

  /** Position in the batch of the item that they open, from 0. */
  public int item() {
    return all.getFirst().item();
  }

  /** Why one of them does not open its port of the statement, in words; empty if all do. */
  public Optional<String> refusal(Statement statement) {
    return all.stream().flatMap(receipt -> receipt.refusal(statement).stream()).findFirst();
  }

  /** The same in the order of the statement's ports. */
  public Receipts inOrderOf(Statement statement) {
    List<String> order = statement.ports().stream().map(PortClaim::name).toList();
    return new Receipts(
        all.stream()
            .sorted(Comparator.comparingInt(receipt -> order.indexOf(receipt.port())))
            .toList());
  }

  /** Without values: they are secret. */
  @Override
  public String toString() {
    return "Receipts" + all;
  }
}
