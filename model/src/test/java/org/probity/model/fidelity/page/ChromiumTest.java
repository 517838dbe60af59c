package org.probity.model.fidelity.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.model.fidelity.SampleReports;

/** The page in a browser, where there is one on the path. */
class ChromiumTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  @TempDir Path folder;

  private static String browser;

  @BeforeAll
  static void find() {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "no Chromium on the path: the page is not looked at");
    browser = found.orElseThrow().toString();
  }

  /** What the browser prints. */
  private String open(Path page, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--v=0",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile")));
    command.addAll(List.of(more));
    command.add(page.toUri().toString());
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the browser ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readString(log);
  }

  private Path page() throws IOException {
    return Files.writeString(
        folder.resolve("fidelity.html"),
        FidelityPage.render(PageHeading.of("m.onnx"), SampleReports.full()));
  }

  private static List<String> console(String log) {
    return log.lines().filter(line -> line.contains(":CONSOLE")).toList();
  }

  @ParameterizedTest
  @CsvSource({"1200, 1", "500, 0"})
  void rendersWithoutConsoleErrors(int width, int scheme) throws Exception {
    Path picture = folder.resolve("page.png");
    String log =
        open(
            page(),
            "--window-size=" + width + ",1600",
            "--blink-settings=preferredColorScheme=" + scheme,
            "--screenshot=" + picture);
    assertThat(console(log)).isEmpty();
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(width);
    // Text, cards and the blue of a plot: more than an empty or unstyled page has.
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y += 3) {
      for (int x = 0; x < image.getWidth(); x += 3) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colours).contains(scheme == 1 ? 0x0b62a8 : 0x62b2f0).hasSizeGreaterThan(20);
  }

  /** Nothing but the boxes that are meant to scroll is wider than a narrow window. */
  @Test
  void fitsANarrowWindow() throws Exception {
    Path probe = folder.resolve("probe.html");
    String frame =
        """
        <!DOCTYPE html><iframe id="f" src="fidelity.html" width="360" height="900"></iframe>
        <script>f.onload = () => {
          const d = f.contentDocument.documentElement;
          console.log('WIDTH ' + d.scrollWidth + ' of ' + d.clientWidth);
        }</script>
        """;
    page();
    Files.writeString(probe, frame);
    String log =
        open(probe, "--allow-file-access-from-files", "--screenshot=" + folder.resolve("p.png"));
    assertThat(console(log)).hasSize(1).first().asString().contains("WIDTH 360 of 360");
  }

  /** The test above would see an error. */
  @Test
  void seesConsoleErrors() throws Exception {
    Path bad =
        Files.writeString(folder.resolve("bad.html"), "<script>throw new Error('seen')</script>");
    String log = open(bad, "--screenshot=" + folder.resolve("b.png"));
    assertThat(Stream.of(log).flatMap(l -> console(l).stream())).anyMatch(l -> l.contains("seen"));
  }
}
