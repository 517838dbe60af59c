package org.probity.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.probity.api.file.OutputFiles;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.signature.Signer;

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

  /** Words that the story uses, before its first scene. */
  void words(Term... terms) {
    int width = Stream.of(terms).mapToInt(term -> term.word().length()).max().orElse(0);
    audience.accept("");
    for (Term term : terms) {
      String word = term.word() + " ".repeat(width - term.word().length());
      audience.accept("  " + word + "  " + term.meaning());
    }
  }

  /** Words between commands. */
  void say(String text) {
    Wrapped.lines("   ", text).forEach(audience);
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
    Shell.Result result = shell.run(arguments(line));
    String text = result.text().replace(folder + "/", "").stripTrailing();
    add(new Scene.Step("probity " + line.replace("@", ""), expected, result.exitCode(), text));
  }

  private String[] arguments(String line) {
    return WORD.matcher(line)
        .results()
        .map(MatchResult::group)
        .map(word -> word.replace("\"", ""))
        .flatMap(this::named)
        .toArray(String[]::new);
  }

  /** Files where {@code @} stands, all that there are where there is an asterisk too. */
  private Stream<String> named(String word) {
    if (!word.startsWith("@") || !word.contains("*")) {
      return Stream.of(word.replace("@", folder + "/"));
    }
    Path pattern = folder.resolve(word.substring(1));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
      List<String> found = new ArrayList<>();
      files.forEach(file -> found.add(file.toString()));
      return found.stream().sorted();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shows a file as {@code cat} does. */
  void show(String file) throws IOException {
    read("cat " + file, file, "");
  }

  /** Shows the lines of a file that contain a text, as {@code grep} does. */
  void find(String text, String file) throws IOException {
    read("grep %s %s".formatted(text, file), file, text);
  }

  private void read(String command, String file, String wanted) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(file))) {
      String text = lines.filter(line -> line.contains(wanted)).collect(Collectors.joining("\n"));
      add(new Scene.Step(command, Ending.DONE, Ending.DONE.exitCode(), text));
    }
  }

  private void add(Scene.Step step) {
    audience.accept("$ " + step.command());
    if (!step.text().isEmpty()) {
      audience.accept(step.text());
    }
    if (!step.asTold()) {
      audience.accept("This should not have happened: exit code " + step.exitCode() + ".");
    }
    scenes.getLast().add(step);
  }

  /** The id in the public file of a signer. */
  String signer(String file) throws IOException, InvalidFileException {
    return Signer.decode(Files.readAllBytes(folder.resolve(file))).id();
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

  /** The end: what the certificates of the story prove, and what they do not; whole sentences. */
  void proven(List<String> proven, List<String> not) {
    audience.accept("");
    audience.accept("What was proven");
    proven.forEach(text -> Wrapped.lines("  + ", text).forEach(audience));
    audience.accept("What was not proven");
    not.forEach(text -> Wrapped.lines("  - ", text).forEach(audience));
  }
}
