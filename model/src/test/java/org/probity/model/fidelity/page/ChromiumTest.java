package org.probity.model.fidelity.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.model.fidelity.SampleReports;
import org.probity.testing.Browser;

/** The page in a browser, where there is one on the path. */
class ChromiumTest {
  @TempDir Path folder;

  private Browser browser;

  @BeforeEach
  void find() {
    Optional<Browser> found = Browser.find(folder);
    assumeTrue(found.isPresent(), "no Chromium on the path: the page is not looked at");
    browser = found.orElseThrow();
  }

  private Path page() throws IOException {
    return Files.writeString(
        folder.resolve("fidelity.html"),
        FidelityPage.render(PageHeading.of("m.onnx"), SampleReports.full()));
  }

  @ParameterizedTest
  @CsvSource({"1200, false", "500, true"})
  void rendersWithoutConsoleErrors(int width, boolean dark) throws Exception {
    Path picture = folder.resolve("page.png");
    assertThat(browser.picture(page(), picture, width, dark)).isEmpty();
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(width);
    // Text, cards and the blue of a plot: more than an empty or unstyled page has.
    assertThat(Browser.colours(picture))
        .contains(dark ? 0x62b2f0 : 0x0b62a8)
        .hasSizeGreaterThan(20);
  }

  /** Nothing but the boxes that are meant to scroll is wider than a narrow window. */
  @Test
  void fitsANarrowWindow() throws Exception {
    assertThat(browser.narrow(page())).hasLineCount(1).contains("WIDTH 360 of 360");
  }

  /** The test above would see an error. */
  @Test
  void seesConsoleErrors() throws Exception {
    Path bad =
        Files.writeString(folder.resolve("bad.html"), "<script>throw new Error('seen')</script>");
    assertThat(browser.console(bad, "--screenshot=" + folder.resolve("b.png")))
        .anyMatch(line -> line.contains("seen"));
  }
}
