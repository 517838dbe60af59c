package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.input.BadInputException;
import org.probity.cli.demo.Scene;
import org.probity.cli.demo.Shell;
import org.probity.cli.demo.Stage;
import org.probity.cli.demo.Stories;
import org.probity.cli.demo.Story;
import org.probity.cli.demo.StoryFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity demo}: stories that are told by the other commands. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Plays a story with real commands, real models and forgeries that are rejected.")
final class DemoCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "STORY",
      description = "credit (the shortest, the default), lending, insurance, content or agent.")
  private String name = Stories.FIRST.name();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "probity-demo",
      description =
          "Where the story gets a folder of its own for its files (default: ${DEFAULT-VALUE}).")
  private Path parent;

  @Option(
      names = "--files-only",
      description = "Only write the files that the story begins with, to type its commands.")
  private boolean filesOnly;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    Story story = Stories.named(name).orElseThrow(this::unknown);
    Path folder = StoryFolder.create(parent, story);
    Stage stage = new Stage(folder, DemoCommand::run, output::line);
    if (!filesOnly) {
      output.line("%s Played in the folder %s.".formatted(story.about(), folder));
      story.play(stage);
      output.line("");
    }
    farewell(story, folder);
    output.object(report(story, folder, stage));
    return stage.asTold() ? ExitCode.OK : ExitCode.INTERNAL;
  }

  /** How to go on. */
  private void farewell(Story story, Path folder) {
    output.line("All files are in " + folder + ". To type commands there:");
    // The launcher says where it is; other ways to start have a way to be found.
    Optional.ofNullable(System.getProperty("probity.home"))
        .ifPresent(home -> output.line("  export PATH=\"" + home + ":$PATH\""));
    output.line("  cd " + folder);
    if (story.name().equals(Stories.FIRST.name())) {
      output.line("More stories: probity demo " + String.join("|", others()));
    } else {
      output.line("The same, explained: docs/walkthroughs/" + story.name() + ".md");
    }
  }

  private static List<String> others() {
    return Stories.names().stream().filter(n -> !n.equals(Stories.FIRST.name())).toList();
  }

  private BadInputException unknown() {
    return new BadInputException(
        "there is no story '%s'; there are %s".formatted(name, String.join(", ", Stories.names())));
  }

  static Shell.Result run(String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine command = Main.commandLine(arguments);
    command.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    int code = Main.execute(command, arguments);
    return new Shell.Result(code, text.toString());
  }

  private static ObjectNode report(Story story, Path folder, Stage stage) {
    ObjectNode report = Output.newObject();
    report.put("story", story.name()).put("folder", folder.toString());
    for (Scene scene : stage.scenes()) {
      for (Scene.Step step : scene.steps()) {
        report
            .withArray("steps")
            .addObject()
            .put("scene", scene.title())
            .put("command", step.command())
            .put("exitCode", step.exitCode())
            .put("output", step.text());
      }
    }
    return report.put("asTold", stage.asTold());
  }
}
