package org.probity.inference.estimate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Suite;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;
import org.probity.graph.IntegerGraph;
import org.probity.inference.Planned;
import org.probity.inference.RefusedException;
import org.probity.inference.Source;
import org.probity.inference.certificate.Origin;
import org.probity.inference.key.ModelKey;

/** Keys of models that are not registered. */
public final class BlankKey {
  private BlankKey() {}

  /**
   * A key of the form and the size that registration would give, without commitments and proof:
   * nothing can be proven with it.
   *
   * @param source the file that the model was made from
   * @throws RefusedException if the graph cannot be registered
   */
  public static ModelKey of(IntegerGraph graph, Optional<Source> source) throws RefusedException {
    return of(Planned.of(graph), source);
  }

  /** The same for a graph that is planned already. */
  public static ModelKey of(Planned planned, Optional<Source> source) {
    Program program = planned.registration().program();
    Suite suite = Suite.GRUMPKIN;
    // Any point will do.
    Point point = CommitmentKey.of(suite.curve()).rows(0).points().get(0);
    Map<String, RowCommitment> commitments = new HashMap<>();
    for (Group group : ModelKey.weightGroups(program)) {
      Point[] rows = new Point[GroupLayout.of(program, group).liveRows().length];
      Arrays.fill(rows, point);
      commitments.put(group.name(), new RowCommitment(PointVector.of(rows)));
    }
    Optional<Origin> origin = source.map(s -> s.origin(new byte[32]));
    byte[] proof = new byte[ArgumentVerifier.proofSize(program)];
    return ModelKey.of(
        suite, planned.graph(), planned.plan(), planned.rowBits(), origin, commitments, proof);
  }
}
