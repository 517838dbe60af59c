package org.probity.inference.policy;

import java.util.List;
import org.probity.inference.Check;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/**
 * A part of a policy. Rules are joined by "and": none can take back what another demands. A rule
 * about something that a statement does not have fails.
 */
sealed interface Rule
    permits BatchRule, Condition, ContextRule, ModelRule, OriginRule, SuiteRule, VisibilityRule {
  /** Checks a statement whose ports are those of the key. */
  List<Check> check(ModelKey key, Statement statement, Circumstances circumstances);
}
