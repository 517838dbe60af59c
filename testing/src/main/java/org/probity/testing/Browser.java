package org.probity.testing;

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
import javax.imageio.ImageIO;

/** Pages in Chromium without a window, where there is one on the path. */
public final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final String program;
  private final Path folder;

  private Browser(String program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** The browser, if there is one; what it writes goes to the folder. */
  public static Optional<Browser> find(Path folder) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(found -> new Browser(found.toString(), folder));
  }

  /** What a page has written to the console. */
  public List<String> console(Path page, String... more) throws IOException, InterruptedException {
    return open(page, more).lines().filter(line -> line.contains(":CONSOLE")).toList();
  }

  /**
   * Takes a picture of a page.
   *
   * @param dark whether the page is asked to be dark
   * @return what it has written to the console
   */
  public List<String> picture(Path page, Path picture, int width, boolean dark)
      throws IOException, InterruptedException {
    return console(
        page,
        "--window-size=" + width + ",1600",
        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
        "--screenshot=" + picture);
  }

  /**
   * The width that a page takes in a window of 360 pixels: as wide, unless something does not fit.
   */
  public String narrow(Path page) throws IOException, InterruptedException {
    Path probe = page.resolveSibling("probe.html");
    Files.writeString(
        probe,
        """
        <!DOCTYPE html><iframe id="f" src="%s" width="360" height="900"></iframe>
        <script>f.onload = () => {
          const d = f.contentDocument.documentElement;
          console.log('WIDTH ' + d.scrollWidth + ' of ' + d.clientWidth);
        }</script>
        """
            .formatted(page.getFileName()));
    Path picture = folder.resolve("narrow.png");
    return String.join(
        "\n", console(probe, "--allow-file-access-from-files", "--screenshot=" + picture));
  }

  /** The colours of a picture, as 0xrrggbb. */
  public static Set<Integer> colours(Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y += 2) {
      for (int x = 0; x < image.getWidth(); x += 2) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colours;
  }

  private String open(Path page, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
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
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new AssertionError("the browser does not end");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readString(log);
  }
}
