package org.probity.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/operators.md says what is the case. {@code -Dprobity.write=true} writes it anew instead of
 * failing.
 */
class OperatorsPageTest {
  private static final Path FILE = Path.of("..", "docs", "operators.md");

  @Test
  void pageIsTrue() throws Exception {
    OperatorsPage page = new OperatorsPage();
    String text = page.write();
    assertThat(page.faults()).isEmpty();
    if (Boolean.getBoolean("probity.write")) {
      assertThat(page.uncertain()).as("fidelities on the border of two classes").isEmpty();
      Files.writeString(FILE, text);
    }
    assertThat(Files.readString(FILE, StandardCharsets.UTF_8))
        .as(
            "docs/operators.md does not say what the operators do; if they should, write it anew:"
                + " mvn -pl cli -am verify -Dtest=OperatorsPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dprobity.write=true")
        .isEqualTo(text);
  }
}
