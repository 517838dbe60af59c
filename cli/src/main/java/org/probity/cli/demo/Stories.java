package org.probity.cli.demo;

import java.util.List;
import java.util.Optional;

/** All stories. */
public final class Stories {
  /** The shortest, for a first look. */
  public static final Story FIRST = new CreditStory();

  private static final List<Story> ALL =
      List.of(
          FIRST, new LendingStory(), new InsuranceStory(), new ContentStory(), new AgentStory());

  private Stories() {}

  /** How they are asked for. */
  public static List<String> names() {
    return ALL.stream().map(Story::name).toList();
  }

  /** The story of a name. */
  public static Optional<Story> named(String name) {
    return ALL.stream().filter(story -> story.name().equals(name)).findFirst();
  }
}
