package org.probity.verifier;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The words of the command line. */
record Arguments(
    Path certificate,
    Path key,
    Optional<Path> policy,
    Optional<String> nonce,
    Optional<String> context) {
  static final String USAGE =
      "java -jar probity-verifier.jar CERTIFICATE --key FILE [--policy FILE [--nonce TEXT]]"
          + " [--expect-context TEXT]";

  private static final String KEY = "--key";
  private static final String POLICY = "--policy";
  private static final String NONCE = "--nonce";
  private static final String CONTEXT = "--expect-context";

  static Arguments parse(String... words) throws UsageException {
    String certificate = null;
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      switch (word) {
        case KEY, POLICY, NONCE, CONTEXT -> {
          if (i + 1 == words.length) {
            throw new UsageException(word + " needs a value");
          }
          if (options.put(word, words[++i]) != null) {
            throw new UsageException(word + " is given twice");
          }
        }
        default -> {
          if (word.startsWith("-")) {
            throw new UsageException("unknown option " + word);
          }
          if (certificate != null) {
            throw new UsageException("one certificate at a time");
          }
          certificate = word;
        }
      }
    }
    if (certificate == null || !options.containsKey(KEY)) {
      throw new UsageException("a certificate and its model key are needed");
    }
    if (options.containsKey(NONCE) && !options.containsKey(POLICY)) {
      throw new UsageException("--nonce needs a --policy whose context has a place for it");
    }
    return new Arguments(
        path(certificate),
        path(options.get(KEY)),
        options.containsKey(POLICY) ? Optional.of(path(options.get(POLICY))) : Optional.empty(),
        Optional.ofNullable(options.get(NONCE)),
        Optional.ofNullable(options.get(CONTEXT)));
  }

  private static Path path(String word) throws UsageException {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new UsageException("one of the files has a name that no file can have");
    }
  }
}
