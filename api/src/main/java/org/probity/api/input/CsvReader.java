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

  static List<Sample> read(InputStream in, List<Slot> slots) throws IOException {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, decoder))) {
      skipByteOrderMark(reader);
      CsvRecords records = new CsvRecords(reader);
      List<String> header = records.next().orElseThrow(() -> new BadInputException("is empty"));
      CsvColumns columns = CsvColumns.of(header, slots);
      List<Sample> samples = new ArrayList<>();
      for (var record = records.next(); record.isPresent(); record = records.next()) {
        samples.add(sample(record.get(), header, columns, slots, records.line()));
        if (samples.size() > Limits.VALUES / header.size()) {
          throw new BadInputException("has more than " + Limits.VALUES + " values");
        }
      }
      return samples;
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

  private static Sample sample(
      List<String> fields, List<String> header, CsvColumns columns, List<Slot> slots, long line) {
    if (fields.size() != header.size()) {
      throw new BadInputException(
          "line %d has %d columns, the header has %d"
              .formatted(line, fields.size(), header.size()));
    }
    Map<String, double[]> values = new HashMap<>();
    Map<String, String[]> texts = new HashMap<>();
    Map<String, Slot> byName = new HashMap<>();
    for (Slot slot : slots) {
      byName.put(slot.name(), slot);
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
