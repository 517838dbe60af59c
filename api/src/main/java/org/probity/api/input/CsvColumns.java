package org.probity.api.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which value of which input each column of a CSV file is.
 *
 * <p>If the header names inputs, {@code name} for an input of one value and {@code name[3]}, {@code
 * name.3} or {@code name_3} for value 3 of an input, columns may stand in any order. Otherwise the
 * model must have one input, and the columns are its values in order. Optional inputs of which no
 * column is a value are left out.
 *
 * @param places for each column the input it belongs to and the position in it
 */
record CsvColumns(List<Place> places) {
  record Place(String input, int position) {}

  CsvColumns {
    places = List.copyOf(places);
  }

  private static final Pattern INDEXED =
      Pattern.compile("(?<name>.+?)(\\[(?<a>\\d{1,9})]|[._](?<b>\\d{1,9}))", Pattern.DOTALL);

  static CsvColumns of(List<String> header, List<Slot> all) {
    List<Slot> slots = present(header, all);
    if (!header.isEmpty() && header.stream().allMatch(CsvColumns::isNumber)) {
      throw new BadInputException("has no header: the first line should name the columns");
    }
    return named(header, slots)
        .or(() -> inOrder(header, slots))
        .orElseThrow(() -> mismatch(header, slots));
  }

  /** What is not optional or has a column; everything if that is nothing. */
  private static List<Slot> present(List<String> header, List<Slot> slots) {
    List<Slot> present =
        slots.stream()
            .filter(
                slot ->
                    !slot.optional()
                        || header.stream()
                            .anyMatch(c -> place(c.strip(), Map.of(slot.name(), slot)).isPresent()))
            .toList();
    return present.isEmpty() && !header.isEmpty() ? slots : present;
  }

  private static boolean isNumber(String field) {
    return ElementKind.decimal(field.strip()).isPresent();
  }

  /** Every column names a value of an input, and every value is named once. */
  private static Optional<CsvColumns> named(List<String> header, List<Slot> slots) {
    Map<String, Slot> byName = new HashMap<>();
    slots.forEach(slot -> byName.put(slot.name(), slot));
    long total = slots.stream().mapToLong(Slot::size).sum();
    List<Place> places =
        header.stream().flatMap(column -> place(column.strip(), byName).stream()).toList();
    boolean complete =
        header.size() == total
            && places.size() == total
            && places.stream().distinct().count() == total;
    return complete ? Optional.of(new CsvColumns(places)) : Optional.empty();
  }

  private static Optional<Place> place(String column, Map<String, Slot> slots) {
    Slot whole = slots.get(column);
    if (whole != null && whole.size() == 1) {
      return Optional.of(new Place(column, 0));
    }
    Matcher match = INDEXED.matcher(column);
    if (!match.matches() || !slots.containsKey(match.group("name"))) {
      return Optional.empty();
    }
    String digits = match.group("a") == null ? match.group("b") : match.group("a");
    int position = Integer.parseInt(digits);
    Slot slot = slots.get(match.group("name"));
    return position < slot.size()
        ? Optional.of(new Place(slot.name(), position))
        : Optional.empty();
  }

  private static Optional<CsvColumns> inOrder(List<String> header, List<Slot> slots) {
    if (slots.size() != 1 || slots.getFirst().size() != header.size()) {
      return Optional.empty();
    }
    List<Place> places =
        IntStream.range(0, header.size())
            .mapToObj(i -> new Place(slots.getFirst().name(), i))
            .toList();
    return Optional.of(new CsvColumns(places));
  }

  private static BadInputException mismatch(List<String> header, List<Slot> slots) {
    Map<String, Slot> byName = new HashMap<>();
    slots.forEach(slot -> byName.put(slot.name(), slot));
    boolean anyNamed = header.stream().anyMatch(c -> place(c.strip(), byName).isPresent());
    if (slots.size() != 1 || anyNamed) {
      return incomplete(header, slots, byName);
    }
    String hint = header.size() == 1 && header.getFirst().contains(";") ? "; use commas" : "";
    return new BadInputException(
        "has %d columns, but input %s has %d values%s"
            .formatted(header.size(), slots.getFirst(), slots.getFirst().size(), hint));
  }

  /** Names a column that is no value, or the first value that has no column or two. */
  private static BadInputException incomplete(
      List<String> header, List<Slot> slots, Map<String, Slot> byName) {
    Map<Place, Integer> columns = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String column : header) {
      Optional<Place> place = place(column.strip(), byName);
      place.ifPresent(p -> columns.merge(p, 1, Integer::sum));
      if (place.isEmpty()) {
        unknown.add(column);
      }
    }
    for (Slot slot : slots) {
      for (int i = 0; i < slot.size(); i++) {
        int count = columns.getOrDefault(new Place(slot.name(), i), 0);
        if (count != 1) {
          String value = slot.size() == 1 ? slot.name() : slot.name() + "[" + i + "]";
          return new BadInputException(
              "its header does not name every value of the inputs once: %s has %s column"
                  .formatted(value, count == 0 ? "no" : "more than one"));
        }
      }
    }
    return new BadInputException(
        "column '%s' is no value of the inputs %s"
            .formatted(unknown.getFirst(), Slot.display(slots, ", ")));
  }
}
