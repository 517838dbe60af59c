package org.probity.api.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples in CSV: a header (see {@link CsvColumns}), then one sample a line. */
final class CsvReader {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private CsvReader() {}

  /**
   * Reads a file.
   *
   * @param labels name of the column that names the samples and is no value, if there is one
   */
  static SampleTable read(InputStream in, List<Slot> slots, Optional<String> labels)
      throws IOException {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, decoder))) {
      skipByteOrderMark(reader);
      CsvRecords records = new CsvRecords(reader);
      List<String> all = records.next().orElseThrow(() -> new BadInputException("is empty"));
      int label = labels.isPresent() ? labelColumn(all, labels.get()) : -1;
      List<String> header = without(all, label);
      CsvColumns columns = CsvColumns.of(header, slots);
      List<Sample> samples = new ArrayList<>();
      List<String> names = new ArrayList<>();
      List<Long> lines = new ArrayList<>();
      for (var record = records.next(); record.isPresent(); record = records.next()) {
        if (record.get().size() != all.size()) {
          throw new BadInputException(
              "line %d has %d columns, the header has %d"
                  .formatted(records.line(), record.get().size(), all.size()));
        }
        List<String> fields = without(record.get(), label);
        samples.add(sample(fields, header, columns, slots, records.line()));
        lines.add(records.line());
        if (label >= 0) {
          names.add(record.get().get(label).strip());
        }
        if (samples.size() > Limits.VALUES / all.size()) {
          throw new BadInputException("has more than " + Limits.VALUES + " values");
        }
      }
      return new SampleTable(samples, names, new SampleTable.InTable(header, columns, lines));
    } catch (CharacterCodingException e) {
      throw new BadInputException("is not UTF-8 text", e);
    }
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  private static int labelColumn(List<String> header, String name) {
    int first = header.indexOf(name);
    if (first < 0 || header.lastIndexOf(name) != first) {
      throw new BadInputException(
          "has %s column '%s' for labels".formatted(first < 0 ? "no" : "more than one", name));
    }
    return first;
  }

  private static List<String> without(List<String> fields, int column) {
    if (column < 0) {
      return fields;
    }
    List<String> rest = new ArrayList<>(fields);
    rest.remove(column);
    return rest;
  }

  private static Sample sample(
      List<String> fields, List<String> header, CsvColumns columns, List<Slot> slots, long line) {
    Map<String, double[]> values = new HashMap<>();
    Map<String, String[]> texts = new HashMap<>();
    Map<String, Slot> byName = new HashMap<>();
    for (Slot slot : slots) {
      byName.put(slot.name(), slot);
      if (columns.places().stream().noneMatch(p -> p.input().equals(slot.name()))) {
        continue;
      }
      values.put(slot.name(), new double[slot.size()]);
      if (slot.kind() == ElementKind.TEXT) {
        texts.put(slot.name(), new String[slot.size()]);
      }
    }
    for (int i = 0; i < fields.size(); i++) {
      CsvColumns.Place place = columns.places().get(i);
      String field = fields.get(i);
      values.get(place.input())[place.position()] =
          value(field, byName.get(place.input()), header.get(i), line);
      if (texts.containsKey(place.input())) {
        texts.get(place.input())[place.position()] = field;
      }
    }
    Map<String, List<String>> lists = new HashMap<>();
    texts.forEach((name, list) -> lists.put(name, List.of(list)));
    return new Sample(values, lists);
  }

  private static double value(String field, Slot slot, String column, long line) {
    Optional<Double> value = slot.kind().parse(field);
    Optional<String> fault =
        value.isEmpty()
            ? Optional.of("is not " + slot.kind().expected())
            : slot.kind().fault(value.get());
    if (fault.isPresent()) {
      String input = column.equals(slot.name()) ? "" : ", input '" + slot.name() + "'";
      throw new BadInputException(
          "line %d, column '%s'%s %s".formatted(line, column, input, fault.get()));
    }
    return value.get();
  }
}
