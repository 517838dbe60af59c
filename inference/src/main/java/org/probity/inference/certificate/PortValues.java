package org.probity.inference.certificate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.graph.Encoding;
import org.probity.graph.OrderedCode;
import org.probity.graph.Reading;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * The values of a port and what they stand for.
 *
 * @param encoding what the integers stand for
 * @param fraction fraction bits of the integers
 * @param integers row-major, with all words of each entry; do not modify
 * @param texts of a port of texts, the texts themselves, one for each entry, if they are known;
 *     else empty
 */
public record PortValues(Encoding encoding, int fraction, int[] integers, List<String> texts) {
  private static final String VALUES = "values";
  private static final String REAL = "real";
  private static final String TEXT = "text";

  public PortValues {
    texts = List.copyOf(texts);
  }

  /** Values without texts. */
  public PortValues(Encoding encoding, int fraction, int[] integers) {
    this(encoding, fraction, integers, List.of());
  }

  /** The values of one of {@code count} items that follow one another. */
  public PortValues item(int item, int count) {
    int size = integers.length / count;
    int lines = texts.size() / count;
    return new PortValues(
        encoding,
        fraction,
        Arrays.copyOfRange(integers, item * size, (item + 1) * size),
        texts.subList(item * lines, (item + 1) * lines));
  }

  /** Number of entries. */
  public int size() {
    return integers.length / encoding.words();
  }

  /** What each entry stands for. */
  public List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      readings.add(
          texts.isEmpty() ? encoding.read(integers, i, fraction) : new Reading.Name(texts.get(i)));
    }
    return readings;
  }

  /**
   * Checks that the integers are whole entries, each of which stands for something, and that given
   * texts are those of the codes. Whoever shows the values may rely on it.
   *
   * @throws IllegalArgumentException naming the entry, never a value
   */
  public void check() {
    if (integers.length % encoding.words() != 0) {
      throw new IllegalArgumentException("half a value");
    }
    for (int i = 0; i < size(); i++) {
      if (!encoding.isMeaningful(integers, i)) {
        throw new IllegalArgumentException("value " + i + " stands for nothing");
      }
    }
    if (!texts.isEmpty()) {
      checkTexts();
    }
  }

  private void checkTexts() {
    if (!(encoding instanceof Encoding.Ordered ordered)
        || ordered.kind() != Encoding.Ordered.Kind.TEXT
        || texts.size() != size()) {
      throw new IllegalArgumentException("its texts do not fit its values");
    }
    for (int i = 0; i < size(); i++) {
      int[] code = ordered.codes(OrderedCode.ofText(texts.get(i)));
      // Else people would be shown another text than the one that the model has read.
      if (!Arrays.equals(code, Arrays.copyOfRange(integers, 2 * i, 2 * i + 2))) {
        throw new IllegalArgumentException("text " + i + " is not the one of its code");
      }
    }
  }

  /**
   * The values as JSON fields, {@code values}, and, for the human reader, what they stand for:
   * {@code real} or, where that is given, {@code text}. Decoding checks that these are what the
   * integers say.
   */
  void encode(Json.Fields fields) {
    fields.put(VALUES, Json.of(integers));
    switch (encoding) {
      case Encoding.Category _ -> fields.put(TEXT, json(readings()));
      case Encoding.Ordered(Encoding.Ordered.Kind kind) when kind == Encoding.Ordered.Kind.TEXT ->
          encodeTexts(fields);
      case Encoding.Fixed _, Encoding.Affine _, Encoding.Ordered _ ->
          fields.put(REAL, json(readings()));
    }
  }

  /** The given texts, if there are any. */
  void encodeTexts(Json.Fields fields) {
    if (!texts.isEmpty()) {
      fields.put(TEXT, Json.of(texts));
    }
  }

  /** Numbers as such; what is none, NaN and infinities included, as strings. */
  private static Json json(List<Reading> readings) {
    return new Json.Array(
        readings.stream()
            .map(
                r ->
                    r.isNumber()
                        ? (Json) new Json.Numeral(r.toString())
                        : new Json.Text(r.toString()))
            .toList());
  }

  /**
   * Reads the integers, and the texts of a port of texts, if given. The caller compares what else
   * stands there with what encoding writes.
   *
   * @throws InvalidFileException if the values do not fit the encoding
   */
  static PortValues decode(Encoding encoding, int fraction, Json.Fields fields)
      throws InvalidFileException {
    boolean texts =
        encoding instanceof Encoding.Ordered(Encoding.Ordered.Kind kind)
            && kind == Encoding.Ordered.Kind.TEXT
            && fields.has(TEXT);
    PortValues values =
        new PortValues(
            encoding, fraction, fields.int32s(VALUES), texts ? fields.texts(TEXT) : List.of());
    try {
      values.check();
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException("a port's values: " + e.getMessage());
    }
    return values;
  }

  /** Without the values: they may be those of a committed port. */
  @Override
  public String toString() {
    return "PortValues[" + size() + " of " + encoding + "]";
  }
}
