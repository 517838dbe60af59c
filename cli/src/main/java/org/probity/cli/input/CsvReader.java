package org.probity.cli.input;

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
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Samples in CSV: a header (see {@link CsvColumns}), then one sample a line. */
final class CsvReader {
  /** A decimal number; not Java's own syntax, which also takes "1f", "0x1p3" and "NaN". */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private static final int NUMBER_CHARS = 400;
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
    slots.forEach(slot -> values.put(slot.name(), new double[slot.size()]));
    for (int i = 0; i < fields.size(); i++) {
      String column = header.get(i);
      double value =
          parse(fields.get(i))
              .orElseThrow(
                  () ->
                      new BadInputException(
                          "line %d, column '%s' is not a number".formatted(line, column)));
      CsvColumns.Place place = columns.places().get(i);
      values.get(place.input())[place.position()] = value;
    }
    return new Sample(values);
  }

  /** A finite decimal number, spaces around it allowed. */
  static OptionalDouble parse(String field) {
    String text = field.strip();
    if (text.length() > NUMBER_CHARS || !NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
