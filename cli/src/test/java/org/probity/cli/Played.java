package org.probity.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.probity.cli.demo.Scene;
import org.probity.cli.demo.Shell;
import org.probity.cli.demo.Stage;
import org.probity.cli.demo.Stories;
import org.probity.cli.demo.Story;
import org.probity.cli.demo.StoryFolder;

/**
 * A story of the demo, played once for all tests.
 *
 * @param folder its files
 * @param told all lines that the audience got
 */
record Played(Story story, Path folder, List<Scene> scenes, List<String> told) {
  private static final Map<String, Played> ALL = new HashMap<>();

  static synchronized Played named(String name) {
    return ALL.computeIfAbsent(name, Played::play);
  }

  private static Played play(String name) {
    try {
      Path parent = Files.createTempDirectory("probity-story-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(parent)));
      Story story = Stories.named(name).orElseThrow();
      Path folder = StoryFolder.create(parent, story);
      List<String> told = new ArrayList<>();
      Stage stage = new Stage(folder, Played::run, told::add);
      story.play(stage);
      return new Played(story, folder, stage.scenes(), told);
    } catch (Exception e) {
      throw new AssertionError("story " + name, e);
    }
  }

  private static Shell.Result run(String... arguments) {
    Commands.Result result = Commands.run((Object[]) arguments);
    return new Shell.Result(result.code(), result.out() + result.err());
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file that is there after the story, by its path in the folder. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  /** All commands. */
  List<Scene.Step> steps() {
    return scenes.stream().flatMap(scene -> scene.steps().stream()).toList();
  }
}
