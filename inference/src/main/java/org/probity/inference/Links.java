package org.probity.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/**
 * Finds what certificates have in common: equal commitments of ports that lay their values out
 * alike and read them alike, and equal public values that are read alike.
 *
 * <p>A commitment binds its maker to one content, so equal points of equal layout are to the same
 * integers; equal fraction and encoding make these the same values. Nobody who does not know the
 * opening can prove anything about the commitment of another certificate, copied though it may be.
 */
public final class Links {
  private Links() {}

  /** All links between statements, in the order of their certificates. */
  public static List<Link> of(List<Statement> statements) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      for (int j = i + 1; j < statements.size(); j++) {
        for (PortClaim first : statements.get(i).ports()) {
          for (PortClaim second : statements.get(j).ports()) {
            link(statements, i, first, j, second).ifPresent(links::add);
          }
        }
      }
    }
    return links;
  }

  private static Optional<Link> link(
      List<Statement> statements, int i, PortClaim first, int j, PortClaim second) {
    if (difference(first, second).isPresent()) {
      return Optional.empty();
    }
    int m = statements.get(i).count();
    int n = statements.get(j).count();
    boolean committed = first.visibility() == Visibility.COMMITTED;
    List<Link.Pair> items =
        committed
            ? pairs(commitments(first, m), commitments(second, n))
            : samePublic(values(first, m), values(second, n));
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Link(
                new Link.Place(i, first.role(), first.name()),
                new Link.Place(j, second.role(), second.name()),
                committed,
                items,
                Math.min(m, n)));
  }

  /** Why no item of one port can be linked to one of the other, in words; empty if one may be. */
  public static Optional<String> difference(PortClaim first, PortClaim second) {
    if (first.visibility() != second.visibility() || first.visibility() == Visibility.HIDDEN) {
      return Optional.of(
          "one is %s, the other %s"
              .formatted(first.visibility().label(), second.visibility().label()));
    }
    if (!first.encoding().equals(second.encoding()) || first.fraction() != second.fraction()) {
      return Optional.of("their values are encoded in different ways");
    }
    // Points alone would stand for other values under another shape.
    return first.commitment().isPresent()
            && !first.commitment().get().shape().equals(second.commitment().orElseThrow().shape())
        ? Optional.of("they are of different shapes")
        : Optional.empty();
  }

  private static List<String> commitments(PortClaim claim, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> claim.item(i, count).commitment().orElseThrow().points())
        .map(Base64.getEncoder()::encodeToString)
        .toList();
  }

  private static List<String> values(PortClaim claim, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.toString(claim.item(i, count).values().orElseThrow()))
        .toList();
  }

  /** Each item of the shorter list with the same one of the longer, that of its own place first. */
  private static List<Link.Pair> pairs(List<String> first, List<String> second) {
    boolean swapped = first.size() > second.size();
    List<String> few = swapped ? second : first;
    List<String> many = swapped ? first : second;
    Map<String, Integer> places = new HashMap<>();
    for (int i = many.size() - 1; i >= 0; i--) {
      places.put(many.get(i), i);
    }
    List<Link.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < few.size(); i++) {
      Integer place = few.get(i).equals(many.get(i)) ? Integer.valueOf(i) : places.get(few.get(i));
      if (place != null) {
        pairs.add(swapped ? new Link.Pair(place, i) : new Link.Pair(i, place));
      }
    }
    return pairs;
  }

  /** Values may be equal by chance: only those of all items in their order, or of a single item. */
  private static List<Link.Pair> samePublic(List<String> first, List<String> second) {
    List<Link.Pair> pairs = pairs(first, second);
    boolean inOrder =
        first.size() == second.size()
            && pairs.size() == first.size()
            && pairs.stream().allMatch(p -> p.first() == p.second());
    return inOrder || Math.min(first.size(), second.size()) == 1 ? pairs : List.of();
  }
}
