package org.probity.cli.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One part of a story, as it was played. */
public final class Scene {
  private final String title;
  private final List<Step> steps = new ArrayList<>();

  Scene(String title) {
    this.title = title;
  }

  /**
   * A command and how it ended.
   *
   * @param command as it is typed in the story's folder
   * @param text what it printed
   */
  public record Step(String command, Ending expected, int exitCode, String text) {
    /** Whether it ended as the story tells. */
    public boolean asTold() {
      return exitCode == expected.exitCode();
    }
  }

  void add(Step step) {
    steps.add(step);
  }

  /** What happens, in plain words. */
  public String title() {
    return title;
  }

  /** Its commands in the order in which they were run. */
  public List<Step> steps() {
    return Collections.unmodifiableList(steps);
  }
}
