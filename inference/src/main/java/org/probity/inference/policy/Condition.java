package org.probity.inference.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.probity.inference.Check;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/**
 * A condition on public values, for every item of a batch.
 *
 * @param text as it stands in the policy
 */
record Condition(String text, Truth truth) implements Rule {
  @Override
  public List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
    for (int i = 0; i < statement.count(); i++) {
      Item item = new Item(key, statement, i);
      try {
        if (!truth.holds(item)) {
          return failed("%s%s: not so, %s".formatted(item.place(), text, values(item)));
        }
      } catch (UndecidedException e) {
        return failed("%s%s: %s".formatted(item.place(), text, e.getMessage()));
      }
    }
    return List.of(
        Check.passed(
            Policy.CONDITION,
            statement.count() == 1
                ? text
                : "%s, for all %d items".formatted(text, statement.count())));
  }

  /** Values of public ports: who sees the verdict sees them in the certificate, too. */
  private String values(Item item) throws UndecidedException {
    Set<String> values = new LinkedHashSet<>();
    for (Operand operand : truth.operands()) {
      operand.tell(item).ifPresent(values::add);
    }
    return String.join(", ", values);
  }

  private static List<Check> failed(String reason) {
    return List.of(Check.failed(Policy.CONDITION, reason));
  }
}
