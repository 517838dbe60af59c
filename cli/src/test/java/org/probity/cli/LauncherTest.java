package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code probity} in a project of its own, with scripts for a JDK and a Maven that write
 * down what they are called with. Folders of the system that it searches are below a root here.
 */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "cp",
          "date",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sleep",
          "touch",
          "uname");

  /** Its arguments, one a line; the code that a command asks for. */
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in *AOTCacheOutput*) exit 1 ;; esac
      printf '%s\\n' "$@" >"$CALLED"
      exit "${CODE:-0}"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$JAVA_HOME" >>"$BUILDS"
      [ -z "${BROKEN:-}" ] || { echo "what Maven says"; exit 1; }
      mkdir -p cli/target/lib
      : >cli/target/lib/library.jar
      : >cli/target/probity-cli-1.jar
      """;

  @TempDir Path folder;

  private Path script;
  private Path tools;
  private Path called;
  private Path builds;

  @BeforeEach
  void project() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the script is for POSIX systems");
    called = folder.resolve("called");
    builds = folder.resolve("builds");
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path system = Path.of("/usr/bin", tool);
      Path target = Files.exists(system) ? system : Path.of("/bin", tool);
      executable(tools.resolve(tool), "#!/bin/sh\nexec " + target + " \"$@\"\n");
    }
    Path project = Files.createDirectories(folder.resolve("the project/cli")).getParent();
    Files.writeString(project.resolve("pom.xml"), "");
    String text = Files.readString(Path.of("../probity"));
    String searched = text.replaceAll("(?<= )(?=/(usr|opt|Library)/)", folder + "/root");
    assertThat(searched).isNotEqualTo(text);
    script = executable(project.resolve("probity"), searched);
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jdk(String path, String version) throws IOException {
    Path jdk = folder.resolve(path);
    executable(jdk.resolve("bin/javac"), "");
    executable(jdk.resolve("bin/java"), JAVA);
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private void maven() throws IOException {
    executable(tools.resolve("mvn"), MAVEN);
  }

  private Commands.Result run(Map<String, String> environment, String... args) throws Exception {
    return run(script, environment, args);
  }

  private Commands.Result run(Path file, Map<String, String> environment, String... args)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(file.toString()));
    words.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", folder.toString()));
    builder.environment().put("CALLED", called.toString());
    builder.environment().put("BUILDS", builds.toString());
    builder.environment().putAll(environment);
    Process process = builder.directory(folder.toFile()).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Commands.Result(process.waitFor(), text, "");
  }

  /** The arguments behind the jar. */
  private List<String> arguments() throws IOException {
    List<String> lines = Files.readAllLines(called);
    return lines.subList(lines.indexOf("-jar") + 2, lines.size());
  }

  @Test
  void withoutAJdk() throws Exception {
    maven();
    Path old = jdk("old", "17.0.15");
    for (Map<String, String> environment :
        List.<Map<String, String>>of(
            Map.of(), Map.of("JAVA_HOME", old.toString()), Map.of("JAVA_HOME", "/none"))) {
      Commands.Result result = run(environment, "demo");
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.out()).startsWith("probity: needs a JDK 25 or newer and found none.");
      assertThat(result.out().lines()).hasSize(1);
    }
    assertThat(builds).doesNotExist();
    assertThat(called).doesNotExist();
  }

  @Test
  void withoutMaven() throws Exception {
    Commands.Result result = run(Map.of("JAVA_HOME", jdk("jdk", "25").toString()), "demo");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out())
        .isEqualTo("probity: needs Maven 3.8 or newer on the PATH for its first build.\n");
  }

  @Test
  void argumentsAndExitCodesGoThrough() throws Exception {
    maven();
    String home = jdk("a jdk", "25.0.1").toString();
    String[] words = {"prove", "two words", "", "*", "$HOME", "--context=it's \"so\"", "-", "\\n"};
    for (int code : new int[] {0, 1, 2, 3, 130}) {
      Map<String, String> environment = Map.of("JAVA_HOME", home, "CODE", Integer.toString(code));
      assertThat(run(environment, words).code()).isEqualTo(code);
      assertThat(arguments()).containsExactly(words);
    }
  }

  @Test
  void buildsOnceAndAgainWhenSourcesChange() throws Exception {
    maven();
    Path jdk = jdk("jdk", "26-ea");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
    assertThat(run(environment, "a").out()).contains("building");
    assertThat(run(environment, "b").out()).isEmpty();
    assertThat(builds).hasContent(jdk.toString());
    Path link = Files.createSymbolicLink(tools.resolve("linked"), script);
    assertThat(run(link, environment, "c").out()).isEmpty();
    assertThat(arguments()).containsExactly("c");

    Path source = Files.createDirectories(script.resolveSibling("model/src/main"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run(environment, "d").out()).contains("building");
    assertThat(Files.readAllLines(builds)).hasSize(2);
    assertThat(arguments()).containsExactly("d");
  }

  @Test
  void aBuildThatFailsIsShown() throws Exception {
    maven();
    Map<String, String> environment =
        Map.of("JAVA_HOME", jdk("jdk", "25").toString(), "BROKEN", "yes");
    Commands.Result result = run(environment, "demo");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out())
        .contains("what Maven says")
        .endsWith("probity: the build failed; its messages are above.\n");
    assertThat(called).doesNotExist();
    // Nothing of it is taken for a build.
    assertThat(run(Map.of("JAVA_HOME", environment.get("JAVA_HOME")), "demo").code()).isZero();
    assertThat(arguments()).containsExactly("demo");
  }

  @Test
  void findsAJdkOnThePathOrInItsUsualPlaces() throws Exception {
    maven();
    jdk("root/usr/lib/jvm/jdk-21", "21.0.2");
    Path usual = jdk("root/usr/lib/jvm/jdk-25", "25");
    assertThat(run(Map.of("JAVA_HOME", jdk("old", "17").toString()), "x").code()).isZero();
    assertThat(builds).hasContent(usual.toString());

    Files.delete(builds);
    Files.delete(script.resolveSibling("cli/target/app"));
    Path onPath = jdk("elsewhere", "27");
    Files.createSymbolicLink(tools.resolve("javac"), onPath.resolve("bin/javac"));
    assertThat(run(Map.of(), "x").code()).isZero();
    assertThat(builds).hasContent(onPath.toString());
  }
}
