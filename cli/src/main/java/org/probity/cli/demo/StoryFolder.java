package org.probity.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.probity.api.file.OutputFiles;

/** The folder that a story is played in: new, so that nothing is overwritten. */
public final class StoryFolder {
  private StoryFolder() {}

  /** A folder of the story's name below {@code parent}, numbered if there is one already. */
  public static Path create(Path parent, Story story) throws IOException {
    Path folder = parent.resolve(story.name());
    for (int i = 2; Files.exists(folder); i++) {
      folder = parent.resolve(story.name() + "-" + i);
    }
    OutputFiles.makeFolder(folder);
    fill(folder, story);
    return folder;
  }

  /** Writes the files that a story begins with. */
  public static void fill(Path folder, Story story) throws IOException {
    for (String name : story.files()) {
      try (InputStream in = StoryFolder.class.getResourceAsStream(story.name() + "/" + name)) {
        OutputFiles.write(folder.resolve(name), in.readAllBytes());
      }
    }
  }
}
