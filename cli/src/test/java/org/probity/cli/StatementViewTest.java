package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

  @Test
  void contextsThatAreNoTextAreShownInHex() {
    var view = new StatementView(new Statement(ID, List.of(), new byte[] {(byte) 0xFF, 0}));
    assertThat(view.lines()).contains("  context  ff00");
    assertThat(view.object().has("contextText")).isFalse();
  }
}
