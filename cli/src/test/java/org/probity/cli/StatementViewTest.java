package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.graph.Encoding;
import org.probity.graph.Encoding.Ordered.Kind;
import org.probity.graph.OrderedCode;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

class StatementViewTest {
  private static final String ID = "ab".repeat(32);

  private static PortClaim output(String name, int... values) {
    return new PortClaim(
        name, PortClaim.Role.OUTPUT, Visibility.PUBLIC, 2, Optional.of(values), Optional.empty());
  }

  private static StatementView view(String context, PortClaim... ports) {
    return new StatementView(
        new Statement(ID, List.of(ports), context.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void showsPortsAndContext() {
    PortClaim hidden =
        new PortClaim(
            "applicant",
            PortClaim.Role.INPUT,
            Visibility.HIDDEN,
            7,
            Optional.empty(),
            Optional.empty());
    assertThat(view("no. 7", hidden, output("scores", 3, -4)).lines())
        .containsExactly(
            "  model    " + ID,
            "  context  \"no. 7\"",
            "  input    applicant  hidden",
            "  output   scores     0.75000  -1");
  }

  private static PortClaim exact(Encoding encoding, List<String> texts, int... values) {
    return new PortClaim(
        "x",
        PortClaim.Role.INPUT,
        Visibility.PUBLIC,
        0,
        encoding,
        Optional.of(values),
        texts,
        Optional.empty());
  }

  private static int[] codes(Kind kind, double... x) {
    Encoding.Ordered ordered = new Encoding.Ordered(kind);
    return Arrays.stream(x).boxed().flatMapToInt(v -> Arrays.stream(ordered.codes(v))).toArray();
  }

  private static String shown(PortClaim port) {
    return view("", port).lines().getLast();
  }

  @Test
  void showsWhatTheIntegersStandFor() {
    int[] floats = codes(Kind.FLOAT32, 0.1f, Double.NaN, Double.NEGATIVE_INFINITY, -0.0);
    PortClaim single = exact(new Encoding.Ordered(Kind.FLOAT32), List.of(), floats);
    assertThat(shown(single)).isEqualTo("  input    x  0.1  NaN  -Infinity  0.0");
    assertThat(view("", single).object().get("ports").get(0).get("values").toString())
        .isEqualTo("[0.1,\"NaN\",\"-Infinity\",0.0]");
    int[] doubles = codes(Kind.FLOAT64, 0.1f, 1e300);
    assertThat(shown(exact(new Encoding.Ordered(Kind.FLOAT64), List.of(), doubles)))
        .isEqualTo("  input    x  0.10000000149011612  1.0E300");
    int[] integers = codes(Kind.INTEGER, -3, 9007199254740991.0);
    assertThat(shown(exact(new Encoding.Ordered(Kind.INTEGER), List.of(), integers)))
        .isEqualTo("  input    x  -3  9007199254740991");
    assertThat(shown(exact(new Encoding.Fixed(List.of(0, 3)), List.of(), 5, -5)))
        .isEqualTo("  input    x  5  -40");
    assertThat(shown(exact(new Encoding.Category(List.of("good", "ba\"d")), List.of(), 1, 0)))
        .isEqualTo("  input    x  \"ba\\\"d\"  \"good\"");
  }

  @Test
  void textsAreShownWhereTheyAreGiven() {
    Encoding text = new Encoding.Ordered(Kind.TEXT);
    int[] abc = codes(Kind.TEXT, OrderedCode.ofText("abc"));
    assertThat(shown(exact(text, List.of(), abc))).isEqualTo("  input    x  sha256:ba7816bf8f01c");
    assertThat(shown(exact(text, List.of("abc"), abc))).isEqualTo("  input    x  \"abc\"");
    String hostile = "a\"\n\u001b[2J" + "b".repeat(100);
    String line =
        shown(exact(text, List.of(hostile), codes(Kind.TEXT, OrderedCode.ofText(hostile))));
    assertThat(line).doesNotContainPattern("\\p{C}").contains("a\\\"").endsWith("b...\"");
  }

  @Test
  void shortensLongOutputs() {
    assertThat(view("", output("y", new int[20])).lines().getLast())
        .isEqualTo("  output   y  0  0  0  0  0  0  0  0  ... (20 values)");
  }

  @Test
  void machinesGetEverything() {
    var object = view("é", output("y", new int[20])).object();
    assertThat(object.get("contextHex").asText()).isEqualTo("c3a9");
    assertThat(object.get("contextText").asText()).isEqualTo("é");
    assertThat(object.get("ports").get(0).get("values")).hasSize(20);
  }

  /** Names and context come from a stranger: they must not steer the terminal. */
  @Test
  void controlCharactersAreNotShown() {
    List<String> lines = view("a\u001b[31m\nb", output("y\u001b[2J\r\u202e", 1)).lines();
    assertThat(String.join("", lines)).doesNotContainPattern("\\p{C}");
    assertThat(lines).hasSize(3);
  }

  /** JSON has escapes of its own for the controls of ASCII only; terminals know more. */
  @Test
  void neitherAreTheyInJson(@TempDir Path folder) throws Exception {
    String hostile = "\u009b31m\u007f\u0085\u202e\u2066\u2028\u200b\u001b[2Jé\ud83d\ude00";
    Statement statement =
        new Statement(ID, List.of(output(hostile, 1)), hostile.getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve("c.json");
    Files.write(file, new Certificate(statement, new byte[32]).encode());
    String out = Commands.run("inspect", file, "--json").out();
    assertThat(out.replaceAll("\\R", "")).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
    JsonNode shown = new ObjectMapper().readTree(out).get("statement");
    assertThat(shown.get("contextText").asText()).isEqualTo(hostile);
    assertThat(shown.get("ports").get(0).get("name").asText()).isEqualTo(hostile);
  }

  @Test
  void contextsThatAreNoTextAreShownInHex() {
    var view = new StatementView(new Statement(ID, List.of(), new byte[] {(byte) 0xFF, 0}));
    assertThat(view.lines()).contains("  context  ff00");
    assertThat(view.object().has("contextText")).isFalse();
  }
}
