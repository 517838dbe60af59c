package org.probity.inference.signature;

import org.probity.graph.lint.GraphLint;

/**
 * What a signer calls a model.
 *
 * @param model the model id
 * @param name at most 256 characters, no control characters
 * @param version likewise
 */
public record Endorsement(String model, String name, String version) {
  public Endorsement {
    if (!model.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a model id is not 64 hexadecimal digits");
    }
    GraphLint.checkName(name, "a signed model");
    if (version.isEmpty()) {
      throw new IllegalArgumentException("a signed model has no version");
    }
    GraphLint.checkName(version, "the version of a signed model");
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
