package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.Parameter;
import org.probity.graph.Reading;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;

/**
 * After a story of the demo, secrets are only in files that only their owner can read: in no
 * certificate, key, prefix, policy, signature, page or report, and in nothing that was printed but
 * the values of receipts to who has checked them.
 */
class StorySecrecyTest {
  /** Numbers that a run of is no coincidence. */
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private static final int RUN = 6;

  /** Numbers with few bits, such as 2.0f, occur for other reasons too. */
  private static final int ROUND = 6;

  /** Where the seed stands in a model secret: after magic, version and model id. */
  private static final int SEED = 8 + 1 + 32;

  private static final Pattern SIGNING_SECRET = Pattern.compile("\"secret\": \"([^\"]+)\"");

  static List<String> stories() {
    return WalkthroughTest.stories();
  }

  private static boolean isSecret(Path file) {
    String name = file.getFileName().toString();
    return name.equals("model.secret") || name.endsWith(".receipt") || name.endsWith(".private");
  }

  private static List<Path> secretFiles(Played played) throws IOException {
    return played.files().stream().filter(StorySecrecyTest::isSecret).toList();
  }

  private static byte[] content(Played played, Path file) throws IOException {
    return Files.readAllBytes(played.folder().resolve(file));
  }

  /** What nobody but its owner may have. */
  private static List<Leak> ownersSecrets(Played played) throws Exception {
    List<Leak> leaks = new ArrayList<>();
    for (Path file : secretFiles(played)) {
      byte[] content = content(played, file);
      if (file.endsWith("model.secret")) {
        leaks.add(Leak.ofBytes(Arrays.copyOfRange(content, SEED, SEED + 32)));
        Path key = played.folder().resolve(file).resolveSibling("model.key");
        leaks.addAll(
            weights(ModelKey.decode(Files.readAllBytes(key)), ModelSecret.decode(content)));
      } else if (file.toString().endsWith(".receipt")) {
        leaks.add(Leak.ofBytes(Receipt.decode(content).seed()));
      } else {
        Matcher secret = SIGNING_SECRET.matcher(new String(content, StandardCharsets.UTF_8));
        assertThat(secret.find()).isTrue();
        leaks.add(Leak.ofBytes(Base64.getDecoder().decode(secret.group(1))));
      }
    }
    // Files have no more entropy than their weights: a plain hash would tell which it is.
    for (String name : played.story().files()) {
      if (name.endsWith(".onnx")) {
        byte[] model = content(played, Path.of(name));
        leaks.add(Leak.ofBytes(MessageDigest.getInstance("SHA-256").digest(model)));
      }
    }
    return leaks;
  }

  /** Some runs of weights, where they are of some variety, and the reals that they stand for. */
  private static List<Leak> weights(ModelKey key, ModelSecret secret) {
    List<Leak> leaks = new ArrayList<>();
    for (Parameter p : key.graph().parameters()) {
      int[] all = secret.values().get(p.name());
      for (int from = 0; from + RUN <= all.length; from += 8 * RUN) {
        int[] run = Arrays.copyOfRange(all, from, from + RUN);
        if (IntStream.of(run).distinct().count() >= RUN - 1) {
          leaks.add(Leak.ofInts(run));
          leaks.add(Leak.ofReals(IntStream.of(run).mapToDouble(p.format()::toReal).toArray()));
        }
      }
    }
    return leaks;
  }

  /** What only the holders of receipts may have: texts, large numbers, runs of numbers. */
  private static List<Leak> committed(Played played) throws Exception {
    List<Leak> leaks = new ArrayList<>();
    for (Path file : secretFiles(played)) {
      if (file.toString().endsWith(".receipt")) {
        Receipt receipt = Receipt.decode(content(played, file));
        int[] values = receipt.values();
        if (values.length >= RUN) {
          leaks.add(Leak.ofInts(Arrays.copyOf(values, RUN)));
        } else if (Integer.bitCount(values[0]) > ROUND) {
          leaks.add(Leak.ofText(Integer.toString(values[0])));
        }
        for (Reading reading : receipt.content().readings()) {
          if (reading instanceof Reading.Name(String text)) {
            leaks.add(Leak.ofText('"' + text + '"'));
          }
        }
      }
    }
    return leaks;
  }

  /** All that others get to see: files that they can read, and what was printed. */
  private static Map<String, byte[]> published(Played played) throws IOException {
    Map<String, byte[]> published = new LinkedHashMap<>();
    for (Path file : played.files()) {
      boolean given = played.story().files().contains(file.toString());
      if (!given && !isSecret(file)) {
        published.put(file.toString(), content(played, file));
      }
    }
    published.put("told", String.join("\n", played.told()).getBytes(StandardCharsets.UTF_8));
    return published;
  }

  /** Without what was printed to those who have the receipts, and the pages that are theirs. */
  private static Map<String, byte[]> publishedToAll(Played played) throws IOException {
    Map<String, byte[]> published = published(played);
    for (Path file : played.files()) {
      // A page of receipts that others could read would be searched like all that is published.
      if (file.toString().endsWith(".html") && isOwners(played.folder().resolve(file))) {
        published.remove(file.toString());
      }
    }
    StringBuilder told = new StringBuilder(String.join("\n", played.told()));
    played.steps().stream()
        .filter(step -> step.command().startsWith("probity receipt "))
        .forEach(
            step ->
                told.delete(
                    told.indexOf(step.text()), told.indexOf(step.text()) + step.text().length()));
    published.put("told", told.toString().getBytes(StandardCharsets.UTF_8));
    return published;
  }

  private static boolean isOwners(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).equals(OWNER);
  }

  private static void assertNowhere(List<Leak> leaks, Map<String, byte[]> published) {
    published.forEach(
        (place, content) -> {
          Exposed exposed = new Exposed(content);
          for (int i = 0; i < leaks.size(); i++) {
            assertThat(exposed.shows(leaks.get(i))).as("secret " + i + " in " + place).isFalse();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("stories")
  void theOwnersSecretsAreNowhere(String name) throws Exception {
    Played played = Played.named(name);
    List<Leak> leaks = ownersSecrets(played);
    assertThat(leaks).hasSizeGreaterThan(10);
    assertNowhere(leaks, published(played));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void committedValuesAreOnlyWithTheirReceipts(String name) throws Exception {
    Played played = Played.named(name);
    assertNowhere(committed(played), publishedToAll(played));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void filesWithSecretsAreTheirOwners(String name) throws IOException {
    Played played = Played.named(name);
    assertThat(secretFiles(played)).isNotEmpty();
    for (Path file : secretFiles(played)) {
      assertThat(Files.getPosixFilePermissions(played.folder().resolve(file)))
          .as(file.toString())
          .isEqualTo(OWNER);
    }
  }

  /** The search does find what is there. */
  @ParameterizedTest
  @MethodSource("stories")
  void whatIsInTheSecretFilesIsFoundThere(String name) throws Exception {
    Played played = Played.named(name);
    List<Exposed> files = new ArrayList<>();
    for (Path file : secretFiles(played)) {
      files.add(new Exposed(content(played, file)));
    }
    List<Leak> leaks = new ArrayList<>(ownersSecrets(played));
    leaks.addAll(committed(played));
    long found = leaks.stream().filter(leak -> files.stream().anyMatch(f -> f.shows(leak))).count();
    // Not the hash of the model file, and not the reals that weights stand for.
    assertThat(found).isGreaterThan(leaks.size() / 3);
  }
}
