package org.probity.inference.policy;

import java.util.List;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/**
 * How many inferences a certificate must be about.
 *
 * @param min at least so many, 1 or more
 * @param max at most so many
 * @param labelled whether each must have a label
 * @param labels these labels in this order, if given
 */
record BatchRule(int min, int max, boolean labelled, Optional<List<String>> labels)
    implements Rule {
  BatchRule {
    labels = labels.map(List::copyOf);
  }

  @Override
  public List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
    return List.of(Check.of(Policy.BATCH, fault(statement), items(statement.count())));
  }

  private Optional<String> fault(Statement statement) {
    int count = statement.count();
    if (count < min || count > max) {
      String allowed = min == max ? "" + min : min + " to " + max;
      return Optional.of(
          "the certificate is about %s; allowed: %s".formatted(items(count), allowed));
    }
    if (labelled && statement.labels().isEmpty()) {
      return Optional.of("the certificate has no labels");
    }
    return labels
        .filter(expected -> !expected.equals(statement.labels()))
        .map(_ -> "the certificate does not have the policy's labels");
  }

  private static String items(int count) {
    return count == 1 ? "one inference" : count + " inferences";
  }
}
