package org.probity.inference.policy;

import java.util.List;
import org.probity.inference.Check;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/** The suite of curve and hash, by its identifier. */
record SuiteRule(String suite) implements Rule {
  @Override
  public List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
    return List.of(
        key.suiteId().equals(suite)
            ? Check.passed(Policy.SUITE, suite)
            : Check.failed(Policy.SUITE, "the key's suite is " + key.suiteId() + ", not " + suite));
  }
}
