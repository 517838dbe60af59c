package org.probity.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.probity.api.file.OutputFiles;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.json.InvalidFileException;

/** Where a story is played: a folder, and somebody who listens. */
public final class Stage {
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+");

  private final Path folder;
  private final Shell shell;
  private final Consumer<String> audience;
  private final List<Scene> scenes = new ArrayList<>();

  /**
   * @param folder holds the files of the story
   * @param audience gets every line
   */
  public Stage(Path folder, Shell shell, Consumer<String> audience) {
    this.folder = folder;
    this.shell = shell;
    this.audience = audience;
  }

  /** What has been played so far. */
  public List<Scene> scenes() {
    return Collections.unmodifiableList(scenes);
  }

  /** Whether every command ended as the story tells. */
  public boolean asTold() {
    return scenes.stream().flatMap(s -> s.steps().stream()).allMatch(Scene.Step::asTold);
  }

  /** Begins a scene. */
  void scene(String title) {
    scenes.add(new Scene(title));
    audience.accept("");
    audience.accept("%d. %s".formatted(scenes.size(), title));
  }

  /** Words between commands, one line each. */
  void say(String... lines) {
    for (String line : lines) {
      audience.accept("   " + line);
    }
  }

  /** A command that does what it is told. */
  void run(String line) {
    run(Ending.DONE, line);
  }

  /** A command that has to say no. */
  void rejected(String line) {
    run(Ending.REJECTED, line);
  }

  /**
   * Runs a command and shows it as it would be typed in the story's folder.
   *
   * @param line words with blanks between them, or in quotation marks; {@code @} stands before the
   *     name of each file of the folder and is not shown
   */
  private void run(Ending expected, String line) {
    String command = "probity " + line.replace("@", "");
    audience.accept("$ " + command);
    Shell.Result result = shell.run(arguments(line));
    String text = result.text().replace(folder + "/", "").stripTrailing();
    audience.accept(text);
    Scene.Step step = new Scene.Step(command, expected, result.exitCode(), text);
    if (!step.asTold()) {
      audience.accept("This should not have happened: exit code " + step.exitCode() + ".");
    }
    scenes.getLast().add(step);
  }

  /** Shows the lines of a file that contain a text, as {@code grep} does. */
  void find(String text, String file) throws IOException {
    audience.accept("$ grep %s %s".formatted(text, file));
    try (Stream<String> lines = Files.lines(folder.resolve(file))) {
      lines.filter(line -> line.contains(text)).forEach(audience);
    }
  }

  private String[] arguments(String line) {
    return WORD.matcher(line)
        .results()
        .map(MatchResult::group)
        .map(word -> word.replace("\"", "").replace("@", folder + "/"))
        .toArray(String[]::new);
  }

  /** Writes a false certificate, made from an honest one. */
  void forge(String from, String to, UnaryOperator<Certificate> forgery)
      throws IOException, InvalidFileException {
    Certificate honest = Certificate.decode(Files.readAllBytes(folder.resolve(from)));
    OutputFiles.write(folder.resolve(to), forgery.apply(honest).encode());
  }

  /** A file that somebody writes with an editor. */
  void write(String name, byte[] content) throws IOException {
    OutputFiles.write(folder.resolve(name), content);
  }

  /** The end: what the certificates of the story prove, and what they do not. */
  void proven(List<String> proven, List<String> not) {
    audience.accept("");
    audience.accept("What was proven");
    proven.forEach(line -> audience.accept("  + " + line));
    audience.accept("What was not");
    not.forEach(line -> audience.accept("  - " + line));
  }
}
