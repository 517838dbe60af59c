package org.probity.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;

class JournalTest {
  private static Journal journal() {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    fingerprints.put("one", "11".repeat(32));
    fingerprints.put("two", "22".repeat(32));
    return new Journal(
        "ab".repeat(32),
        new byte[] {1, 2},
        Map.of("x", Visibility.HIDDEN),
        new byte[32],
        fingerprints);
  }

  /** With a checksum that fits. */
  private static byte[] changed(UnaryOperator<String> change) throws InvalidFileException {
    String file = new String(journal().encode(), UTF_8);
    String other = change.apply(file);
    assertThat(other).isNotEqualTo(file);
    return Documents.write(Documents.parse(other.getBytes(UTF_8)), "checksum");
  }

  @Test
  void hasOneSpelling() throws Exception {
    byte[] file = journal().encode();
    assertThat(Journal.decode(file).encode()).isEqualTo(file);
    List<UnaryOperator<String>> changes =
        List.of(
            s -> s.replace("\"salt\":", "\"more\": 1, \"salt\":"),
            s -> s.replace("\"one\", \"two\"", "\"one\", \"one\""),
            s -> s.replace("\"one\", \"two\"", "\"one\""),
            s -> s.replace("\"visibility\": \"hidden\"", "\"visibility\": \"HIDDEN\""),
            s -> s.replace("\"visibility\": \"hidden\"", "\"visibility\": \"hidden\", \"a\": 1"),
            s -> s.replace("\"context\": \"AQI=\"", "\"context\": \"AQJ=\""),
            s -> s.replace("\"version\": 1", "\"version\": 2"));
    for (UnaryOperator<String> change : changes) {
      assertThatThrownBy(() -> Journal.decode(changed(change)))
          .isInstanceOf(InvalidFileException.class);
    }
  }

  @Test
  void damageIsSeen() {
    byte[] file = journal().encode();
    file[file.length / 2] ^= 1;
    assertThatThrownBy(() -> Journal.decode(file)).isInstanceOf(InvalidFileException.class);
  }
}
