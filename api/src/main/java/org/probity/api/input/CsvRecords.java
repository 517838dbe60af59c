package org.probity.api.input;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Comma-separated records with optional quotes (RFC 4180), one at a time. */
final class CsvRecords {
  private static final int FIELD_CHARS = 10_000;
  private static final int END = -1;

  private final PushbackReader in;
  private long line = 1;
  private long start = 1;

  CsvRecords(Reader in) {
    this.in = new PushbackReader(in);
  }

  /** The line, counted from 1, on which the last record began. */
  long line() {
    return start;
  }

  /** The next record that is not an empty line. */
  Optional<List<String>> next() throws IOException {
    int c = skipEmptyLines();
    if (c == END) {
      return Optional.empty();
    }
    start = line;
    List<String> fields = new ArrayList<>();
    while (true) {
      StringBuilder field = new StringBuilder();
      c = c == '"' ? quoted(field) : plain(field, c);
      fields.add(field.toString());
      if (fields.size() > Limits.VALUES / 8) {
        throw new BadInputException("line " + start + " has too many columns");
      }
      if (c != ',') {
        endOfRecord(c);
        return Optional.of(fields);
      }
      c = in.read();
    }
  }

  private int skipEmptyLines() throws IOException {
    int c = in.read();
    while (c == '\r' || c == '\n') {
      line += c == '\n' ? 1 : 0;
      c = in.read();
    }
    return c;
  }

  /** Reads to the character after the field, which is returned. */
  private int plain(StringBuilder field, int first) throws IOException {
    int c = first;
    while (c != ',' && c != '\n' && c != '\r' && c != END) {
      append(field, c);
      c = in.read();
    }
    return c;
  }

  private int quoted(StringBuilder field) throws IOException {
    while (true) {
      int c = in.read();
      if (c == END) {
        throw new BadInputException("line " + start + ": a quote is never closed");
      }
      if (c != '"') {
        line += c == '\n' ? 1 : 0;
        append(field, c);
        continue;
      }
      c = in.read();
      if (c != '"') {
        if (c != ',' && c != '\n' && c != '\r' && c != END) {
          throw new BadInputException("line " + start + ": text after a closing quote");
        }
        return c;
      }
      append(field, c);
    }
  }

  private void append(StringBuilder field, int c) {
    if (field.length() >= FIELD_CHARS) {
      throw new BadInputException("line " + start + " has a column of more than 10,000 characters");
    }
    field.append((char) c);
  }

  private void endOfRecord(int c) throws IOException {
    if (c == END) {
      return;
    }
    if (c == '\r') {
      int following = in.read();
      if (following != '\n' && following != END) {
        in.unread(following);
      }
    }
    line++;
  }
}
