package org.probity.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a model between tensors of its file.
 *
 * @param from where it begins, in the order of its inputs; empty: the inputs of the model
 * @param to where it ends, in the order of its outputs; empty: the outputs of the model
 */
public record Cut(List<String> from, List<String> to) {
  /** The whole model. */
  public static final Cut NONE = new Cut(List.of(), List.of());

  public Cut {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /** Whether the part is the model. */
  public boolean isWhole() {
    return from.isEmpty() && to.isEmpty();
  }

  /** What comes before this part, which has a beginning of its own. */
  public Cut before() {
    if (from.isEmpty()) {
      throw new IllegalStateException("nothing comes before the inputs of the model");
    }
    return new Cut(List.of(), from);
  }

  /** A name that stands twice at one end, or empty. */
  public static Optional<String> repeated(List<String> end) {
    Set<String> seen = new HashSet<>();
    return end.stream().filter(name -> !seen.add(name)).findFirst();
  }
}
