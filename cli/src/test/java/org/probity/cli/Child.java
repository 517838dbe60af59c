package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Main classes in a JVM of their own, which may be killed. */
final class Child {
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /** A command as if it had been typed. */
  static Child command(Object... args) throws IOException {
    return start(java(Main.class, args));
  }

  static Child start(List<String> words) throws IOException {
    return new Child(new ProcessBuilder(words).redirectErrorStream(true).start());
  }

  /** The words that run a main class; set up to start fast. */
  static List<String> java(Class<?> main, Object... args) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    words.addAll(List.of("-Dprobity.kernel=scalar", "--enable-native-access=ALL-UNNAMED"));
    words.addAll(List.of("--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object arg : args) {
      words.add(arg.toString());
    }
    return words;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As a power failure would: nothing more is done. */
  void kill() {
    process.toHandle().destroyForcibly(); // Process's own would close what it has printed, too
  }

  /** As Ctrl-C would. */
  void interrupt() throws IOException, InterruptedException {
    List<String> words = List.of("kill", "-INT", Long.toString(process.pid()));
    new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
  }

  /** Waits for the end; what was printed, standard output and error together. */
  Commands.Result await() throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Commands.Result(process.exitValue(), text, "");
  }
}
