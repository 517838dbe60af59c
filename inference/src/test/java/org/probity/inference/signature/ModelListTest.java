package org.probity.inference.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.inference.Check;
import org.probity.inference.Mutations;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;

/** Signed lists say what their signer has signed, or nothing. */
class ModelListTest {
  private static final String CREDIT = "ab".repeat(32);
  private static final String TARIFF = "cd".repeat(32);
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Validity THIS_YEAR =
      new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-12-31T23:59:59Z"));
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey STRANGER = SigningKey.generate();
  private static final ModelList LIST =
      ModelList.sign(
          KEY,
          THIS_YEAR,
          List.of(
              new Endorsement(CREDIT, "Credit", "2.1"), new Endorsement(TARIFF, "Tariff", "7")));

  /** The list's file with a change, and the checksum that belongs to it. */
  private static byte[] changed(UnaryOperator<String> change) throws InvalidFileException {
    String text = new String(LIST.encode(), UTF_8);
    String other = change.apply(text);
    assertThat(other).isNotEqualTo(text);
    return Documents.write(Documents.parse(other.getBytes(UTF_8)), "checksum");
  }

  private static Check check(byte[] file, Signer signer, String model) {
    return new SignatureRequirement(file, signer, NOW).check(model);
  }

  @Test
  void holdsForItsModels() throws Exception {
    ModelList read = ModelList.decode(LIST.encode());
    assertThat(read.fault(KEY.signer(), NOW)).isEmpty();
    assertThat(read.encode()).isEqualTo(LIST.encode());
    assertThat(read.find(CREDIT).orElseThrow()).hasToString("Credit 2.1");
    assertThat(check(LIST.encode(), KEY.signer(), CREDIT).hasPassed()).isTrue();
    assertThat(check(LIST.encode(), KEY.signer(), "ef".repeat(32)).detail())
        .isEqualTo("the signature is over other models");
  }

  @Test
  void holdsInItsTimeOnly() {
    for (String early : List.of("2025-12-31T23:59:59Z", "1970-01-01T00:00:00Z")) {
      assertThat(LIST.fault(KEY.signer(), Instant.parse(early)).orElseThrow())
          .isEqualTo("it is not valid before 2026-01-01T00:00:00Z");
    }
    assertThat(LIST.fault(KEY.signer(), Instant.parse("2026-12-31T23:59:59.999Z"))).isEmpty();
    assertThat(LIST.fault(KEY.signer(), Instant.parse("2027-01-01T00:00:00Z")).orElseThrow())
        .isEqualTo("it is expired at 2026-12-31T23:59:59Z");
  }

  @Test
  void anotherSignerIsRefused() throws Exception {
    ModelList forged = ModelList.sign(STRANGER, THIS_YEAR, LIST.models());
    assertThat(forged.fault(KEY.signer(), NOW).orElseThrow()).contains("another signer");
    // The stranger's signature under the name of the signer who is trusted.
    byte[] renamed =
        Documents.write(
            Documents.parse(
                new String(forged.encode(), UTF_8)
                    .replace(STRANGER.signer().id(), KEY.signer().id())
                    .getBytes(UTF_8)),
            "checksum");
    assertThat(check(renamed, KEY.signer(), CREDIT).detail())
        .isEqualTo("the signature: its signature does not hold");
  }

  @ParameterizedTest
  @CsvSource({
    "Credit, Kredit",
    "2.1, 2.2",
    "abababab, abababac",
    "2026-12-31T23:59:59Z, 2036-12-31T23:59:59Z",
    "2026-01-01T00:00:00Z, 2025-01-01T00:00:00Z"
  })
  void everyFieldIsSigned(String before, String after) throws Exception {
    byte[] file = changed(text -> text.replaceFirst(Pattern.quote(before), after));
    ModelList read = ModelList.decode(file);
    assertThat(read.fault(KEY.signer(), NOW).orElseThrow())
        .isEqualTo("its signature does not hold");
  }

  @Test
  void modelsCannotBeTakenOutOrTurnedRound() throws Exception {
    String text = new String(LIST.encode(), UTF_8);
    List<String> lines = new ArrayList<>(text.lines().toList());
    int first = 7;
    assertThat(lines.get(first)).contains(CREDIT);
    List<String> without = new ArrayList<>(lines);
    without.remove(first);
    List<String> swapped = new ArrayList<>(lines);
    swapped.set(first, lines.get(first + 1) + ",");
    swapped.set(first + 1, lines.get(first).replaceAll(",$", ""));
    for (List<String> forged : List.of(without, swapped)) {
      byte[] file =
          Documents.write(Documents.parse(String.join("\n", forged).getBytes(UTF_8)), "checksum");
      assertThat(ModelList.decode(file).fault(KEY.signer(), NOW).orElseThrow())
          .isEqualTo("its signature does not hold");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"version\": 1,               | \"version\": 2,                  | version",
        "\"from\": \"2026-01-01T00:00:00Z\" | \"from\": \"2026-01-01T00:00Z\"  | not a time",
        "\"from\": \"2026-01-01T00:00:00Z\" | \"from\": \"2026-13-01T00:00:00Z\" | not a time",
        "\"from\": \"2026-01-01T00:00:00Z\" | \"from\": \"2027-01-01T00:00:00Z\" | ends before",
        "\"from\": \"2026-01-01T00:00:00Z\" | \"from\": 2026                   | not a string",
        "\"name\": \"Credit\"           | \"name\": \"\"                      | has no name",
        "\"name\": \"Credit\"           | \"name\": \"Cr\\u0007edit\"         | control character",
        "\"name\": \"Credit\"           | \"name\": \"Credit\", \"trusted\": 1 | canonical",
        "\"name\": \"Credit\"           | \"name\": \"Credit\", \"name\": \"x\" | one field twice",
        "\"name\": \"Credit\"           | \"name\": \"Credit\", \"n\\u0061me\": \"x\" |"
            + " one field twice",
        "\"signer\":                   | \"note\": \"\", \"signer\":          | canonical",
      })
  void fieldsThatAreNone(String before, String after, String reason) {
    assertThatThrownBy(() -> ModelList.decode(changed(text -> text.replace(before, after))))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aModelIsListedOnce() {
    Endorsement model = new Endorsement(CREDIT, "Credit", "1");
    assertThatThrownBy(() -> ModelList.sign(KEY, THIS_YEAR, List.of(model, model)))
        .hasMessage("a model is listed twice");
    assertThatThrownBy(() -> ModelList.decode(changed(text -> text.replace(TARIFF, CREDIT))))
        .hasMessage("a model is listed twice");
    assertThatThrownBy(() -> ModelList.sign(KEY, THIS_YEAR, List.of()))
        .hasMessageContaining("1 to");
    assertThatThrownBy(() -> new Endorsement(CREDIT.toUpperCase(java.util.Locale.ROOT), "a", "b"))
        .hasMessageContaining("hexadecimal");
  }

  /** Signatures are one spelling too: of base64, and of the signature itself. */
  @Test
  void otherSpellingsOfTheSignature() throws Exception {
    String file = new String(LIST.encode(), UTF_8);
    String base64 = file.replaceAll("(?s).*\"signature\": \"([^\"]*)\".*", "$1");
    byte[] signature = Base64.getDecoder().decode(base64);
    String shorter = Base64.getEncoder().encodeToString(Arrays.copyOf(signature, 63));
    String longer = Base64.getEncoder().encodeToString(Arrays.copyOf(signature, 65));
    String unpadded = base64.replace("=", "");
    for (String other : List.of(shorter, longer, unpadded, "")) {
      assertThatThrownBy(() -> ModelList.decode(changed(text -> text.replace(base64, other))))
          .isInstanceOf(InvalidFileException.class);
    }
  }

  @Test
  void damagedFilesAreRefusedAndNeverThrow() {
    Mutations.of(LIST.encode())
        .forEach(file -> assertThat(check(file, KEY.signer(), CREDIT).hasPassed()).isFalse());
  }

  @Test
  void filesOfSigners() throws Exception {
    assertThat(Signer.decode(KEY.signer().encode())).isEqualTo(KEY.signer());
    SigningKey read = SigningKey.decode(KEY.encode());
    assertThat(read.signer()).isEqualTo(KEY.signer());
    assertThat(ModelList.sign(read, THIS_YEAR, LIST.models()).encode()).isEqualTo(LIST.encode());
    assertThat(read.toString()).isEqualTo("SigningKey of " + KEY.signer().id());
    for (byte[] file : List.of(KEY.encode(), LIST.encode())) {
      assertThatThrownBy(() -> Signer.decode(file)).isInstanceOf(InvalidFileException.class);
    }
    byte[] mixed =
        Documents.write(
            Documents.parse(
                new String(KEY.encode(), UTF_8)
                    .replace(KEY.signer().id(), STRANGER.signer().id())
                    .getBytes(UTF_8)),
            "checksum");
    assertThatThrownBy(() -> SigningKey.decode(mixed))
        .hasMessage("the secret does not belong to the signer");
    assertThatThrownBy(() -> new Signer("01" + "00".repeat(31)))
        .hasMessageContaining("Ed25519 key");
  }

  /** With a checksum that fits: fields that nobody reads, and other orders. */
  @Test
  void filesOfSignersHaveOneSpelling() throws Exception {
    String id = KEY.signer().id();
    String more = "\"signer\": \"" + id + "\", \"name\": \"bank\"";
    for (byte[] file : List.of(KEY.signer().encode(), KEY.encode(), LIST.encode())) {
      String text = new String(file, UTF_8);
      String extended = text.replace("\"signer\": \"" + id + "\"", more);
      assertThat(extended).isNotEqualTo(text);
      byte[] other = Documents.write(Documents.parse(extended.getBytes(UTF_8)), "checksum");
      List<ThrowingCallable> readers =
          List.of(
              () -> Signer.decode(other),
              () -> SigningKey.decode(other),
              () -> ModelList.decode(other));
      for (ThrowingCallable reader : readers) {
        assertThatThrownBy(reader).isInstanceOf(InvalidFileException.class);
      }
    }
  }
}
