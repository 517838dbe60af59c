package org.probity.inference.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.testing.Seeds;

/** Our reader of JSON against the grammar, and against Jackson on documents with errors. */
class JsonReaderTest {
  private static Json.Fields read(String text) throws InvalidFileException {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Also where the names are spelled differently. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 1, \"a\": 1}", "{\"b\": [{\"a\": 1, \"\\u0061\": 2}]}"})
  void saysWhatIsThereTwice(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidFileException.class)
        .hasMessage("the file has one field twice");
  }

  @Test
  void readsWhatTheGrammarHas() throws Exception {
    Json.Fields fields =
        read(
            """
            \t{ "a" : "x\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00ä😀", "b":[],
              "c": [1, -2 ,9223372036854775807], "d":[1,9223372036854775808, 2],
              "e": [-0, 0], "f": -1.5e+07, "g": {"h": [["i"], {}]} }\r
            """);
    assertThat(fields.text("a")).isEqualTo("x\"\\/\b\f\n\r\té😀ä😀");
    assertThat(fields.get("b")).isEqualTo(new Json.Array(List.of()));
    assertThat(fields.integers("c")).containsExactly(1, -2, Long.MAX_VALUE);
    assertThat(fields.get("c")).isInstanceOf(Json.Integers.class);
    assertThat(fields.array("d"))
        .containsExactly(
            new Json.Numeral("1"), new Json.Numeral("9223372036854775808"), new Json.Numeral("2"));
    assertThat(fields.array("e")).containsExactly(new Json.Numeral("-0"), new Json.Numeral("0"));
    assertThat(fields.get("f")).isEqualTo(new Json.Numeral("-1.5e+07"));
    assertThat(((Json.Fields) fields.get("g")).array("h").getFirst())
        .isEqualTo(new Json.Array(List.of(new Json.Text("i"))));
    assertThat(read("{}").map()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "\"a\"",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":true}",
        "{\"a\":null}",
        "{\"a\":\"x}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u12",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":\"line\nfeed\"}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":1}/* */",
        "\ufeff{\"a\":1}",
      })
  void refusesWhatItHasNot(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidFileException.class);
  }

  @Test
  void refusesWhatIsTooMuch() throws Exception {
    read("{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}");
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}"))
        .isInstanceOf(InvalidFileException.class);
    assertThatThrownBy(() -> read("{\"a\":".repeat(100_000)))
        .isInstanceOf(InvalidFileException.class);
    read("{\"" + "n".repeat(64) + "\":" + "1".repeat(32) + "}");
    assertThatThrownBy(() -> read("{\"" + "n".repeat(65) + "\":1}"))
        .isInstanceOf(InvalidFileException.class);
    assertThatThrownBy(() -> read("{\"a\":" + "1".repeat(33) + "}"))
        .isInstanceOf(InvalidFileException.class);
    assertThatThrownBy(() -> read("{\"a\":[" + "[],".repeat(1 << 20) + "[]]}"))
        .hasMessageContaining("too many values");
  }

  /** What is not UTF-8: a lone continuation, an overlong slash, a surrogate, a cut sequence. */
  @Test
  void refusesWhatIsNotUtf8() {
    for (int[] bytes :
        List.of(
            new int[] {0x80},
            new int[] {0xc0, 0xaf},
            new int[] {0xed, 0xa0, 0x80},
            new int[] {0xf4, 0x90, 0x80, 0x80},
            new int[] {0xe2, 0x82})) {
      byte[] file = "{\"a\":\"????\"}".getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < bytes.length; i++) {
        file[6 + i] = (byte) bytes[i];
      }
      assertThatThrownBy(() -> JsonReader.read(file)).isInstanceOf(InvalidFileException.class);
    }
  }

  private static final String DOCUMENT =
      """
      {"format": "a \\"b\\" \\u00e9", "n": [1, -2, 30], "o": {"p": [{"q": 1.5e3}, "é"]}, "r": []}
      """;

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNameLength(64)
                  .maxNumberLength(32)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Bytes that mean something in JSON, so that many mutations are well-formed still. */
  private static final byte[] BYTES =
      "{}[]:,\"\\/ 0123456789-+.eEaunr\n\u00e9".getBytes(StandardCharsets.UTF_8);

  @Seeds(4)
  void agreesWithJackson(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int accepted = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] file = DOCUMENT.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(3); i >= 0; i--) {
        file[random.nextInt(file.length)] = BYTES[random.nextInt(BYTES.length)];
      }
      Optional<Object> ours = ours(file);
      assertThat(ours).as(new String(file, StandardCharsets.UTF_8)).isEqualTo(jackson(file));
      accepted += ours.isPresent() ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(50);
  }

  private static Optional<Object> ours(byte[] file) {
    try {
      return Optional.of(plain(JsonReader.read(file)));
    } catch (InvalidFileException _) {
      return Optional.empty();
    }
  }

  private static Object plain(Json json) {
    return switch (json) {
      case Json.Text(String value) -> value;
      case Json.Numeral numeral -> numeral;
      case Json.Integers integers -> plain(integers.numerals());
      case Json.Array(List<Json> items) -> items.stream().map(JsonReaderTest::plain).toList();
      case Json.Fields fields -> {
        Map<String, Object> map = new TreeMap<>();
        fields.map().forEach((name, value) -> map.put(name, plain(value)));
        yield map;
      }
    };
  }

  private static Optional<Object> jackson(byte[] file) {
    // As text: for bytes it would guess the encoding.
    try (JsonParser parser = JACKSON.createParser(strict(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Object value = jackson(parser);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static String strict(byte[] file) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
  }

  private static Object jackson(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, jackson(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> items = new java.util.ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(jackson(parser));
        }
        yield items;
      }
      case VALUE_STRING -> {
        String text = parser.getText();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
          throw new IllegalStateException("half a character");
        }
        yield text;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getText());
      case null, default -> throw new IllegalStateException("unexpected");
    };
  }
}
