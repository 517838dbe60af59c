package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.probity.api.input.BadInputException;

/**
 * Labels and names of ports come from files: none of them leaves the folder, no two share a file.
 */
class FileNamesTest {
  @Test
  void labelsStayInTheFolder() {
    List<String> labels =
        List.of("../../x", "/etc/passwd", "..", "a\\b", "C:", "é", "a b", ".x", "~");
    List<String> names = FileNames.ofItems(labels, labels.size());
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[A-Za-z0-9_%-]+"));
    assertThat(names).startsWith("%2e%2e%2f%2e%2e%2fx", "%2fetc%2fpasswd", "%2e%2e");
    assertThat(FileNames.ofItems(List.of(), 2)).containsExactly("000001", "000002");
  }

  @Test
  void labelsThatShareAFileWhereCaseDoesNotCount() {
    for (List<String> labels : List.of(List.of("b", "a", "A"), List.of("x", "Ä%", "ä%", "X"))) {
      assertThatThrownBy(() -> FileNames.ofItems(labels, labels.size()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("differ by no more than case");
    }
    // What is escaped differs in its digits.
    assertThat(FileNames.ofItems(List.of("ä", "Ä"), 2)).doesNotHaveDuplicates();
    assertThatThrownBy(() -> FileNames.ofItems(List.of("é".repeat(30)), 1))
        .hasMessageContaining("too long");
  }

  @Test
  void portsThatShareAName() {
    List<String> ports = List.of("a/b", "../b", "a b", "A.B", "a_b~2", "b");
    Path prefix = Path.of("folder", "c.json");
    List<String> files =
        ports.stream().map(p -> FileNames.receipt(prefix, ports, p)).map(Path::toString).toList();
    assertThat(files.stream().map(f -> f.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
    assertThat(files)
        .allMatch(f -> Path.of(f).normalize().toString().equals(f))
        .allMatch(f -> Path.of(f).getParent().equals(Path.of("folder")))
        .startsWith(Path.of("folder", "c.json.a_b.receipt").toString());
  }
}
