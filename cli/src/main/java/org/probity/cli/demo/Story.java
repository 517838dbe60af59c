package org.probity.cli.demo;

import java.util.List;

/** What happens between a model's owner and those who rely on the model. */
public interface Story {
  /** One word: how it is asked for, and the folder of its files. */
  String name();

  /** One sentence: what it is about. */
  String about();

  /** The files it begins with, from the examples. */
  List<String> files();

  /**
   * Plays it from the first scene to the last.
   *
   * @throws Exception if a file cannot be read or written
   */
  void play(Stage stage) throws Exception;
}
