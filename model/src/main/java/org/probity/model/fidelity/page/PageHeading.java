package org.probity.model.fidelity.page;

import java.util.Optional;

/**
 * What a page is about.
 *
 * @param model name of the original, such as that of its file
 * @param modelId what certificates call the proven version
 */
public record PageHeading(String model, Optional<String> modelId) {
  public static PageHeading of(String model) {
    return new PageHeading(model, Optional.empty());
  }

  public PageHeading withModelId(String id) {
    return new PageHeading(model, Optional.of(id));
  }
}
