package org.probity.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Receipts;
import org.probity.testing.Browser;

/** The page in a browser, where there is one on the path. */
class CertificatePageInBrowserTest {
  @TempDir Path folder;

  private Browser browser;

  @BeforeEach
  void find() {
    Optional<Browser> found = Browser.find(folder);
    assumeTrue(found.isPresent(), "no Chromium on the path: the page is not looked at");
    browser = found.orElseThrow();
  }

  private Path page(CertificatePage page) throws IOException {
    return Files.writeString(folder.resolve("page.html"), page.render());
  }

  /** With the colour of the banner: blue for verified, ochre for what nobody has checked. */
  @ParameterizedTest
  @CsvSource({"1100, false, true, 0b62a8", "420, true, false, e3b04b"})
  void rendersWithoutConsoleErrors(int width, boolean dark, boolean verified, String colour)
      throws Exception {
    CertificatePage page = CertificatePage.of(Statements.unproven());
    Path file = page(verified ? page.withVerdict(CertificatePageTest.ACCEPTED) : page);
    Path picture = folder.resolve("page.png");
    assertThat(browser.picture(file, picture, width, dark)).isEmpty();
    assertThat(Browser.colours(picture))
        .contains(Integer.parseInt(colour, 16))
        .hasSizeGreaterThan(20);
  }

  /** A holder of many receipts reads them in a table, which may be wider than the window. */
  @Test
  void receiptsFitANarrowWindow() throws Exception {
    Receipt[] receipts = new Receipt[14];
    for (int i = 0; i < receipts.length; i++) {
      receipts[i] = Statements.receipt("a_rather_long_name_of_a_column_" + i, 100_000 * i);
    }
    CertificatePage page =
        CertificatePage.of(Statements.sealed(receipts))
            .withVerdict(CertificatePageTest.ACCEPTED)
            .withReceipts(Receipts.of(receipts));
    assertThat(browser.narrow(page(page))).hasLineCount(1).contains("WIDTH 360 of 360");
  }

  @Test
  void fitsANarrowWindow() throws Exception {
    CertificatePage page =
        CertificatePage.of(Statements.batch(40))
            .withName(new ModelName("n".repeat(200), "v".repeat(100), "s".repeat(64)))
            .withVerdict(CertificatePageTest.REJECTED);
    assertThat(browser.narrow(page(page))).hasLineCount(1).contains("WIDTH 360 of 360");
  }
}
