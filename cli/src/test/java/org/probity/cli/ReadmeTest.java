package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a newcomer to type works, and what it points to is there. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./probity (?!demo)(.+)$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  /** Files of the README's example that are written, and then read again. */
  private static final List<String> WRITTEN = List.of("bank", "certificate.json");

  @TempDir Path folder;

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  @Test
  void theCommandsOfTheFirstFiveMinutesWork() throws IOException {
    List<String> commands = COMMAND.matcher(readme()).results().map(r -> r.group(1)).toList();
    assertThat(commands).hasSize(4);
    for (String command : commands) {
      Object[] words = WORD.matcher(command).results().map(this::word).toArray();
      Commands.Result result = Commands.run(words);
      assertThat(result.code()).as(command + ": " + result.err()).isZero();
    }
  }

  private String word(MatchResult match) {
    if (match.group(1) != null) {
      return match.group(1);
    }
    String word = match.group(2);
    if (word.startsWith("examples/")) {
      return ROOT.resolve(word).toString();
    }
    return WRITTEN.stream().anyMatch(word::startsWith) ? folder.resolve(word).toString() : word;
  }

  @Test
  void whatItPointsToIsThere() throws IOException {
    List<String> links = LINK.matcher(readme()).results().map(r -> r.group(1)).toList();
    assertThat(links).hasSizeGreaterThan(10);
    assertThat(links).allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
  }
}
