package org.probity.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.inference.comparison.KeyComparison.Difference;

/**
 * What the fidelity files beside two keys say. Nobody signs or proves them: they are shown for what
 * they are.
 */
final class FidelityFacts {
  private static final int MAX_FILE = 1 << 26;
  private static final List<String> FIELDS = List.of("labelAgreement", "largestError", "meanError");

  private FidelityFacts() {}

  /** What differs; a file that is not there says nothing. */
  static List<Difference> differences(Path firstKey, Path secondKey) throws IOException {
    Map<String, String> first = read(firstKey);
    Map<String, String> second = read(secondKey);
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      Optional<String> a = Optional.ofNullable(first.get(name));
      Optional<String> b = Optional.ofNullable(second.get(name));
      if (!a.equals(b)) {
        differences.add(new Difference(name, a, b));
      }
    }
    return differences;
  }

  private static Map<String, String> read(Path key) throws IOException {
    Path file = key.resolveSibling("fidelity.json");
    Map<String, String> facts = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return facts;
    }
    JsonNode report;
    try {
      report = new ObjectMapper().readTree(ModelFolder.read(file, MAX_FILE));
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ": is no fidelity file");
    }
    facts.put("samples compared", report.path("samples").asText());
    for (JsonNode output : report.path("outputs")) {
      for (String field : FIELDS) {
        if (output.has(field)) {
          facts.put(output.path("name").asText() + ": " + field, output.get(field).asText());
        }
      }
    }
    return facts;
  }
}
