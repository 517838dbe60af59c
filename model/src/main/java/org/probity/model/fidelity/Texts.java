package org.probity.model.fidelity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.OrderedCode;
import org.probity.model.ModelException;

/** The texts of samples by the numbers that stand for them. */
public final class Texts {
  private final Map<Double, String> byNumber = new HashMap<>();

  /**
   * Adds texts.
   *
   * @throws ModelException if two different texts have the same number
   */
  public void add(List<String> texts) throws ModelException {
    for (String text : texts) {
      String before = byNumber.putIfAbsent(OrderedCode.ofText(text), text);
      if (before != null && !before.equals(text)) {
        throw new ModelException("two texts of the samples have the same code");
      }
    }
  }

  /** The text of a number. */
  Optional<String> of(double number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** Their number: texts may be secret. */
  @Override
  public String toString() {
    return "Texts[" + byNumber.size() + "]";
  }
}
