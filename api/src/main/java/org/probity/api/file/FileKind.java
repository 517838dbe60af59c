package org.probity.api.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file is, by how it begins. A slip of the hand must not write a certificate over a key, a
 * page over a certificate, or anything over what Probity has not made.
 *
 * @param name for people; empty for what is not known
 */
record FileKind(String name) {
  private static final int HEAD = 64;
  private static final Pattern DOCUMENT = Pattern.compile("\\{\\s*\"format\": \"([^\"]+)\",.*");

  static FileKind of(byte[] content) {
    String head =
        new String(content, 0, Math.min(HEAD, content.length), StandardCharsets.ISO_8859_1);
    Matcher document = DOCUMENT.matcher(head.replace('\n', ' '));
    if (document.matches()) {
      return new FileKind(document.group(1));
    }
    if (head.startsWith("PROBSECR")) {
      return new FileKind("probity model secret");
    }
    return new FileKind(head.startsWith("<!DOCTYPE html>") ? "page" : "");
  }

  static FileKind of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? "something else" : "a " + name;
  }
}
