package org.probity.argument.protocol;

import java.util.HashMap;
import java.util.Map;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.Instance;
import org.probity.argument.claim.PublicColumns;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.ProofReader;
import org.probity.argument.hidden.ReceivingChannel;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.transcript.Transcript;

/** One verification, from T0 to T8. */
public final class VerifierSession {
  private final Instance instance;
  private final CommitmentKey key;
  private final Transcript transcript;

  public VerifierSession(Instance instance) {
    this(instance, new Transcript(Preamble.PROTOCOL));
  }

  VerifierSession(Instance instance, Transcript transcript) {
    this.instance = instance;
    this.key = CommitmentKey.of(instance.suite().curve());
    this.transcript = transcript;
  }

  /**
   * Runs the verifier.
   *
   * @throws org.probity.algebra.field.MalformedEncodingException if a scalar or point is not
   *     canonical or the length is wrong
   */
  public boolean verify(byte[] proof) {
    PrimeField field = instance.suite().field();
    Setting setting =
        new Setting(field, instance.program(), new PublicColumns(field, instance.publicValues()));
    ProofShape shape = ProofShape.of(instance.program());
    ProofReader reader = new ProofReader(instance.suite().curve(), proof);
    Preamble.absorb(transcript, instance, key);
    Map<Group, RowCommitment> commitments = new HashMap<>(instance.commitments());
    for (Group group : instance.program().groups()) {
      if (group.kind() == Column.Kind.WITNESS) {
        RowCommitment rows =
            new RowCommitment(reader.points(setting.layout(group).liveRows().length));
        transcript.absorb("witness rows", rows.encode());
        commitments.put(group, rows);
      }
    }
    PointVector padCommitments = reader.points(4);
    transcript.absorb("pads", padCommitments.encodeAll());
    ReceivingChannel channel = new ReceivingChannel(field, transcript, shape.messages(), reader);
    RowPhase.Opening opening = Protocol.run(channel, setting, null);
    channel.reduceProducts();
    return new ClosingVerifier(key, transcript, reader, shape, field)
        .run(opening, commitments, padCommitments, channel.combine(opening.opened()));
  }
}
