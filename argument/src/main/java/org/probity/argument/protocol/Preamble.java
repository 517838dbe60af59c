package org.probity.argument.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.probity.argument.Instance;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.ProgramDigest;
import org.probity.argument.transcript.Transcript;

/** T0: what the transcript absorbs before anything of the prover. */
final class Preamble {
  static final String PROTOCOL = "probity argument v1";

  private Preamble() {}

  static Transcript start(Instance instance, CommitmentKey key) {
    Transcript transcript = new Transcript(PROTOCOL);
    absorb(transcript, instance, key);
    return transcript;
  }

  static void absorb(Transcript transcript, Instance instance, CommitmentKey key) {
    transcript.absorb("suite", instance.suite().id().getBytes(StandardCharsets.UTF_8));
    transcript.absorb("back end", "hidden".getBytes(StandardCharsets.UTF_8));
    transcript.absorb("generators", key.digest());
    transcript.absorb("program", ProgramDigest.of(instance.program()));
    transcript.absorb("binding", instance.binding());
    for (Group group : instance.program().groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        transcript.absorb("commitment", instance.commitments().get(group).encode());
      }
    }
    for (Column column : instance.program().columns()) {
      if (column.kind() == Column.Kind.PUBLIC) {
        transcript.absorb("public values", encode(instance.publicValues().get(column)));
      }
    }
  }

  private static byte[] encode(int[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES));
    buffer.asIntBuffer().put(values);
    return buffer.array();
  }
}
