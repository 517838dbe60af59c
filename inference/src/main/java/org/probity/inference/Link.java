package org.probity.inference;

import java.util.List;
import java.util.stream.Collectors;
import org.probity.inference.certificate.PortClaim;

/**
 * That a port of one certificate holds what a port of another one holds. It says something only if
 * both certificates have been accepted.
 *
 * @param first the port of the certificate that comes first
 * @param second the other port
 * @param committed whether both have the same commitment, whatever it is to; else both show the
 *     same public values, which may be a coincidence
 * @param items pairs of items that are the same, at most one for each item of the smaller
 *     certificate
 * @param smaller number of items of the smaller certificate
 */
public record Link(Place first, Place second, boolean committed, List<Pair> items, int smaller) {
  /**
   * A port.
   *
   * @param certificate position of its certificate, from 0
   */
  public record Place(int certificate, PortClaim.Role role, String port) {
    String words() {
      return "%s '%s' of certificate %d".formatted(role.label(), port, certificate + 1);
    }
  }

  /** Items of the first and of the second certificate, from 0. */
  public record Pair(int first, int second) {}

  public Link {
    items = List.copyOf(items);
  }

  /** Whether it holds for all items of the smaller certificate. */
  public boolean isComplete() {
    return items.size() == smaller;
  }

  /** The same for people. */
  public String words() {
    return ports() + (committed ? "" : " by its public values") + itemWords();
  }

  private String ports() {
    if (first.role() == second.role() && first.port().equals(second.port())) {
      return "certificates %d and %d have the same %s '%s'"
          .formatted(
              first.certificate() + 1,
              second.certificate() + 1,
              first.role().label(),
              first.port());
    }
    return first.words() + " is " + second.words();
  }

  private String itemWords() {
    if (items.size() == 1 && items.getFirst().equals(new Pair(0, 0)) && smaller == 1) {
      return "";
    }
    if (isComplete() && items.stream().allMatch(p -> p.first() == p.second())) {
      return ", for all " + smaller + " items in their order";
    }
    String pairs =
        items.stream()
            .limit(8)
            .map(p -> (p.first() + 1) + " as " + (p.second() + 1))
            .collect(Collectors.joining(", "));
    return ", for %d of %d items: %s%s"
        .formatted(items.size(), smaller, pairs, items.size() > 8 ? ", ..." : "");
  }
}
