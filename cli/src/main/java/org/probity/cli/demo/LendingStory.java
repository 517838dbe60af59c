package org.probity.cli.demo;

import java.util.List;

final class LendingStory implements Story {
  @Override
  public String name() {
    return "lending";
  }

  @Override
  public String about() {
    return "";
  }

  @Override
  public List<String> files() {
    return List.of();
  }

  @Override
  public void play(Stage stage) throws Exception {}
}
