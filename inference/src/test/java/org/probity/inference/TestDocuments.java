package org.probity.inference;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Group;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.key.ModelKey;

/** What tests need of files and keys beyond the public interface. */
final class TestDocuments {
  private TestDocuments() {}

  /** Parses a document whatever its format and digest. */
  static Json.Fields parse(byte[] file) throws InvalidFileException {
    return Documents.parse(file);
  }

  /** A certificate or receipt as somebody would write it who changes its text. */
  static byte[] withChecksum(String file) throws InvalidFileException {
    Json.Fields document = Documents.parse(file.getBytes(StandardCharsets.UTF_8));
    return Documents.write(document, "checksum");
  }

  static Map<String, RowCommitment> commitments(ModelKey key) {
    Map<String, RowCommitment> commitments = new HashMap<>();
    for (Group group : ModelKey.weightGroups(key.registrationProgram().program())) {
      commitments.put(group.name(), key.commitment(group));
    }
    return commitments;
  }
}
