package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.cli.demo.Scene;
import org.probity.cli.demo.Stories;

/**
 * The four stories end as they are told, and the pages of docs/walkthroughs show what they print.
 * With {@code -Dprobity.write=true} it writes into the pages what is printed now.
 */
class WalkthroughTest {
  static List<String> stories() {
    return Stories.names().stream().filter(n -> !n.equals(Stories.FIRST.name())).toList();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void everyCommandEndsAsTold(String name) {
    assertThat(Played.named(name).steps())
        .allSatisfy(step -> assertThat(step.asTold()).as(step.command() + step.text()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void thePageShowsWhatIsTypedAndPrinted(String name) throws IOException {
    List<Scene> scenes = Played.named(name).scenes();
    Walkthrough page = Walkthrough.read(name);
    assertThat(page.headings())
        .containsExactlyElementsOf(scenes.stream().map(Scene::title).toList());
    assertThat(page.consoles()).hasSameSizeAs(scenes);
    if (Boolean.getBoolean("probity.write")) {
      page = page.with(scenes);
      Files.writeString(Walkthrough.page(name), page.text());
    }
    for (int i = 0; i < scenes.size(); i++) {
      assertThat(Walkthrough.lasting(page.consoles().get(i)))
          .as("scene %d of %s", i + 1, Walkthrough.page(name))
          .isEqualTo(Walkthrough.lasting(Walkthrough.console(scenes.get(i))));
    }
  }

  /** What the agent's page calculates with is what it shows. */
  @Test
  void thePageCalculatesWithWhatIsPrinted() throws IOException {
    String page = Walkthrough.read("agent").text();
    Matcher number = Pattern.compile("(\\d+) / 2\\^13 = (\\d\\.\\d+);").matcher(page);
    assertThat(number.find()).isTrue();
    int value = Integer.parseInt(number.group(1));
    assertThat(page).contains("\"fraction\": 13, \"values\": [" + value + "]");
    assertThat(Double.parseDouble(number.group(2))).isCloseTo(value / 8192.0, within(5e-5));
  }

  /** What is passed over in the comparison of a page is little. */
  @Test
  void whatLastsIsCompared() {
    assertThat(Walkthrough.lasting("Verified in 12.5 ms.\n  risk 0.21045"))
        .isEqualTo("Verified in ….\n  risk 0.21045");
    assertThat(Walkthrough.lasting("model 00112233445566778899 since 2026-11-26T02:29:33Z, 1.5 kB"))
        .isEqualTo("model DIGEST since DATE, SIZE");
  }
}
