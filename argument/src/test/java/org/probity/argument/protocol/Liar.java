package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.probity.algebra.field.FieldElement;
import org.probity.argument.hidden.CheatingChannel;
import org.probity.argument.hidden.Tamper;

/**
 * The most stubborn prover: whenever a check would fail, it changes the last message before that
 * check so that it holds, and carries the lie on to the next one. Every check is affine in that
 * message, so two runs with the same coins give the change.
 */
final class Liar {
  private final CheatingProver prover;
  private final Supplier<Tamper> first;
  private final Map<Integer, FieldElement> changes = new HashMap<>();
  private final List<String> repaired = new ArrayList<>();

  /** Starts from a prover's first lie. */
  Liar(CheatingProver prover) {
    this.prover = prover;
    this.first = prover.messages;
    prover.messages = () -> carriedOn(first.get());
  }

  private Tamper carriedOn(Tamper lie) {
    return (label, index, honest) -> {
      FieldElement sent = lie.apply(label, index, honest);
      FieldElement change = changes.get(index);
      return change == null ? sent : sent.add(change);
    };
  }

  /** Lies until no check between messages fails any more. */
  CheatingProver.Outcome run() {
    while (true) {
      CheatingProver.Outcome outcome = prove();
      int failed = firstFailure(outcome);
      if (failed < 0) {
        return outcome;
      }
      CheatingChannel.Check check = outcome.channel().checks().get(failed);
      int message = check.sent() - 1;
      FieldElement one = check.residual().field().one();
      if (changes.put(message, one) != null) {
        throw new IllegalStateException("cannot repair " + check.name());
      }
      FieldElement moved = prove().channel().checks().get(failed).residual();
      FieldElement slope = moved.subtract(check.residual());
      changes.put(message, check.residual().negate().multiply(slope.inverse()));
      repaired.add(check.name());
    }
  }

  private CheatingProver.Outcome prove() {
    prover.closing = new org.probity.argument.hidden.ProofWriter();
    return prover.prove();
  }

  private static int firstFailure(CheatingProver.Outcome outcome) {
    List<CheatingChannel.Check> checks = outcome.channel().checks();
    for (int i = 0; i < checks.size(); i++) {
      if (!checks.get(i).residual().isZero()) {
        return i;
      }
    }
    return -1;
  }

  /** The checks that had to be lied to, in order. */
  List<String> repaired() {
    return repaired;
  }
}
