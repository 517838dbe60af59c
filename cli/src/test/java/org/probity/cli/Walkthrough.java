package org.probity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.probity.cli.demo.Scene;

/** A page of docs/walkthroughs: for each scene of a story a heading, words, and what is typed. */
record Walkthrough(String text) {
  private static final Pattern HEADING = Pattern.compile("(?m)^## \\d+\\. (.+)$");
  private static final Pattern CONSOLE = Pattern.compile("(?ms)^```console\n(.*?)^```$");

  /** Left out in pages: they are those of some machine. */
  private static final Pattern TIME = Pattern.compile("\\b\\d+(?:\\.\\d+)? (?:ms|s)\\b");

  static Path page(String story) {
    return Path.of("../docs/walkthroughs", story + ".md").toAbsolutePath().normalize();
  }

  static Walkthrough read(String story) throws IOException {
    return new Walkthrough(Files.readString(page(story)));
  }

  List<String> headings() {
    return HEADING.matcher(text).results().map(r -> r.group(1)).toList();
  }

  /** What is typed and printed, scene by scene. */
  List<String> consoles() {
    return CONSOLE.matcher(text).results().map(r -> r.group(1)).toList();
  }

  /** The same page with what is typed and printed in these scenes. */
  Walkthrough with(List<Scene> scenes) {
    List<MatchResult> places = CONSOLE.matcher(text).results().toList();
    StringBuilder written = new StringBuilder();
    int at = 0;
    for (int i = 0; i < places.size(); i++) {
      String console = TIME.matcher(console(scenes.get(i))).replaceAll("…");
      written.append(text, at, places.get(i).start(1)).append(console);
      at = places.get(i).end(1);
    }
    return new Walkthrough(written.append(text.substring(at)).toString());
  }

  static String console(Scene scene) {
    List<String> lines = new ArrayList<>();
    for (Scene.Step step : scene.steps()) {
      lines.add("$ " + step.command());
      if (!step.text().isEmpty()) {
        lines.add(step.text());
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** Without what differs from run to run and from machine to machine: times, ids, rounding. */
  static String lasting(String printed) {
    String lasting = printed;
    for (String[] rule : PASSING) {
      lasting =
          Pattern.compile(rule[0]).matcher(lasting).replaceAll(Matcher.quoteReplacement(rule[1]));
    }
    return lasting;
  }

  private static final String[][] PASSING = {
    {"\\b\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+Z)?", "DATE"},
    {"\\b[0-9a-f]{16,}\\b", "DIGEST"},
    {TIME.pattern(), "…"},
    {"\\b\\d+(?:\\.\\d+)? (?:bytes|kB|MB)\\b", "SIZE"},
    {"error [\\d.eE-]+", "error X"},
    {"ONNX Runtime [\\d.]+\\d", "ONNX Runtime"},
  };
}
