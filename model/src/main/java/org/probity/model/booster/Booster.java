package org.probity.model.booster;

import java.util.List;

/**
 * A booster as its library's file states it. Holds the model: shows sizes only.
 *
 * @param source the library and its version, for messages
 * @param features names of the features; empty if the file has none
 * @param width number of features
 * @param notes what is worth knowing about how the file was read
 */
public record Booster(
    String source, List<String> features, int width, Scorer scorer, Link link, List<String> notes) {
  public Booster {
    features = List.copyOf(features);
    notes = List.copyOf(notes);
  }

  @Override
  public String toString() {
    return source + "[" + width + " features, " + scorer.scores() + " scores]";
  }
}
