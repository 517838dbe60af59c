package org.probity.inference.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Parses JSON objects (RFC 8259, in UTF-8) from files that nobody vouches for. Knows strings,
 * numbers, arrays and objects; refuses {@code true}, {@code false} and {@code null}, which no file
 * of ours has.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 64;
  private static final int MAX_NUMBER = 32;

  /** Limit on names, values and brackets: what is short in the file is long in memory. */
  private static final int MAX_TOKENS = 1 << 21;

  /** Stands for the end of the file. */
  private static final int END = -1;

  private final byte[] file;
  private int position;
  private int tokens;

  private JsonReader(byte[] file) {
    this.file = file;
  }

  /**
   * Parses a file that is one object and nothing else. Memory stays proportional to the file.
   *
   * @throws InvalidFileException if it is not, or has duplicate names, deep nesting or long
   *     numbers; the message quotes nothing of the file
   */
  static Json.Fields read(byte[] file) throws InvalidFileException {
    JsonReader reader = new JsonReader(file);
    if (reader.skipSpace() != '{') {
      throw new InvalidFileException("the file is not a JSON object");
    }
    Json.Fields document = reader.object(1);
    if (reader.skipSpace() != END) {
      throw new InvalidFileException("the file has content after its end");
    }
    return document;
  }

  /** Whether a file begins as an object does; what does not is another kind of file. */
  static boolean beginsObject(byte[] file) throws InvalidFileException {
    return new JsonReader(file).skipSpace() == '{';
  }

  private Json value(int depth) throws InvalidFileException {
    int first = skipSpace();
    return switch (first) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> new Json.Text(string());
      case 't', 'f', 'n' ->
          throw new InvalidFileException("the file has a value of an unexpected kind");
      default -> new Json.Numeral(number());
    };
  }

  private Json.Fields object(int depth) throws InvalidFileException {
    open('{', depth);
    Json.Fields fields = new Json.Fields();
    if (skipSpace() != '}') {
      do {
        count();
        expect(skipSpace() == '"');
        String name = string();
        expect(name.length() <= MAX_NAME);
        // Of two fields with one name, different readers take different ones.
        if (fields.has(name)) {
          throw new InvalidFileException("the file has one field twice");
        }
        take(':');
        count();
        fields.put(name, value(depth));
      } while (another('}'));
    }
    close('}');
    return fields;
  }

  private Json array(int depth) throws InvalidFileException {
    open('[', depth);
    LongStream.Builder integers = LongStream.builder();
    List<Json> items = new ArrayList<>();
    boolean onlyIntegers = true;
    if (skipSpace() != ']') {
      do {
        count();
        Json item = value(depth);
        if (onlyIntegers && isInteger(item)) {
          integers.add(Long.parseLong(((Json.Numeral) item).literal()));
          continue;
        }
        if (onlyIntegers) {
          items.addAll(new Json.Integers(integers.build().toArray()).numerals().items());
          onlyIntegers = false;
        }
        items.add(item);
      } while (another(']'));
    }
    close(']');
    long[] values = onlyIntegers ? integers.build().toArray() : new long[0];
    return values.length > 0 ? new Json.Integers(values) : new Json.Array(items);
  }

  private void open(char bracket, int depth) throws InvalidFileException {
    expect(depth <= MAX_DEPTH);
    take(bracket);
  }

  private void close(char bracket) throws InvalidFileException {
    take(bracket);
    count();
  }

  /** After an item: a comma, which is taken, or the closing bracket, which is not. */
  private boolean another(char bracket) throws InvalidFileException {
    int next = skipSpace();
    if (next == ',') {
      position++;
      return true;
    }
    expect(next == bracket);
    return false;
  }

  /** Whether this is the one spelling of an integer of 64 bits, so that it can be given back. */
  private static boolean isInteger(Json item) {
    if (!(item instanceof Json.Numeral(String literal))) {
      return false;
    }
    try {
      return Long.toString(Long.parseLong(literal)).equals(literal);
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private String string() throws InvalidFileException {
    take('"');
    int start = position;
    StringBuilder text = null;
    while (true) {
      int next = peek();
      // Neither control characters nor the end of the file.
      expect(next >= 0x20);
      if (next == '"' || next == '\\') {
        String part = decode(start, position);
        position++;
        if (next == '"') {
          return text == null ? part : whole(text.append(part).toString());
        }
        text = text == null ? new StringBuilder() : text;
        text.append(part).append(escaped());
        start = position;
      } else {
        position++;
      }
    }
  }

  /** Escapes may spell half a character. */
  private static String whole(String text) throws InvalidFileException {
    expect(StandardCharsets.UTF_8.newEncoder().canEncode(text));
    return text;
  }

  private char escaped() throws InvalidFileException {
    int kind = peek();
    position++;
    return switch (kind) {
      case '"', '\\', '/' -> (char) kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(Math.max(peek(), 0), 16);
          expect(digit >= 0);
          code = 16 * code + digit;
          position++;
        }
        yield (char) code;
      }
      default -> throw malformed();
    };
  }

  private String decode(int from, int to) throws InvalidFileException {
    try {
      // A new decoder reports what is not UTF-8; the constructor of String would replace it.
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(file, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private String number() throws InvalidFileException {
    int start = position;
    if (peek() == '-') {
      position++;
    }
    if (peek() == '0') {
      position++;
    } else {
      digits();
    }
    if (peek() == '.') {
      position++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      position++;
      if (peek() == '+' || peek() == '-') {
        position++;
      }
      digits();
    }
    expect(position - start <= MAX_NUMBER);
    return new String(file, start, position - start, StandardCharsets.US_ASCII);
  }

  private void digits() throws InvalidFileException {
    expect(isDigit(peek()));
    while (isDigit(peek())) {
      position++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The next byte, 0 to 255, or {@link #END}. */
  private int peek() {
    return position < file.length ? Byte.toUnsignedInt(file[position]) : END;
  }

  private int skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      position++;
    }
    return peek();
  }

  private void take(char expected) throws InvalidFileException {
    expect(skipSpace() == expected);
    position++;
  }

  private void count() throws InvalidFileException {
    if (++tokens > MAX_TOKENS) {
      throw new InvalidFileException("the file has too many values");
    }
  }

  private static void expect(boolean holds) throws InvalidFileException {
    if (!holds) {
      throw malformed();
    }
  }

  private static InvalidFileException malformed() {
    return new InvalidFileException("the file is not well-formed JSON");
  }
}
