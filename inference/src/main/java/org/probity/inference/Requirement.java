package org.probity.inference;

import java.util.List;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/**
 * Something that is asked of a statement beyond its being proven. It is made from the outside: a
 * requirement about something that the statement does not have must fail.
 */
@FunctionalInterface
public interface Requirement {
  /**
   * Checks a statement that nobody has proven yet, but whose ports are those of the key. Cheap.
   *
   * @return every part of the requirement with its outcome
   */
  List<Check> check(ModelKey key, Statement statement);

  /** The name of its checks, for a verdict in which they were not made. */
  default String name() {
    return Check.POLICY;
  }
}
