package org.probity.argument.protocol;

import java.util.HashMap;
import java.util.Map;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.Instance;
import org.probity.argument.claim.PublicColumns;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.HiddenChannel;
import org.probity.argument.hidden.ProofReader;
import org.probity.argument.hidden.ProofWriter;
import org.probity.argument.hidden.ReceivingChannel;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Shape;
import org.probity.argument.transcript.Transcript;

/**
 * Proofs without a witness, for challenges that are known beforehand: commitments and padded
 * messages are uniform, responses are uniform, and the first sigma messages are whatever the
 * verifier's equations then ask for. That is the distribution of honest proofs under the same
 * challenges, so an honest proof tells nothing that the simulator does not know.
 */
final class Simulator {
  private final Instance instance;
  private final CommitmentKey key;
  private final PrimeField field;
  private final ProofShape shape;
  private final Setting setting;
  private final Coins coins;
  private final Map<Group, RowCommitment> commitments;

  Simulator(Instance instance) {
    this.instance = instance;
    this.key = CommitmentKey.of(instance.suite().curve());
    this.field = instance.suite().field();
    this.shape = ProofShape.of(instance.program());
    this.setting =
        new Setting(field, instance.program(), new PublicColumns(field, instance.publicValues()));
    this.coins = Coins.forProof(field, Coins.freshSeed(), new byte[0]);
    this.commitments = new HashMap<>(instance.commitments());
  }

  byte[] simulate(Transcript transcript) {
    ProofWriter proof = new ProofWriter();
    for (Group group : instance.program().groups()) {
      if (group.kind() == Column.Kind.WITNESS) {
        PointVector rows = points(setting.layout(group).liveRows().length);
        commitments.put(group, new RowCommitment(rows));
        proof.write(rows.encodeAll());
      }
    }
    PointVector pads = points(4);
    proof.write(pads.encodeAll());
    FieldVector messages = coins.next(shape.messages() + 2);
    byte[] encoded = new byte[32 * messages.length()];
    messages.encode(encoded, 0);
    proof.write(encoded);
    ReceivingChannel channel =
        new ReceivingChannel(
            field,
            transcript,
            shape.messages(),
            new ProofReader(instance.suite().curve(), encoded));
    RowPhase.Opening opening = Protocol.run(channel, setting, null);
    channel.reduceProducts();
    close(opening, pads, channel.combine(opening.opened()), transcript, proof);
    return proof.toBytes();
  }

  private void close(
      RowPhase.Opening opening,
      PointVector pads,
      HiddenChannel.LinearSystem system,
      Transcript transcript,
      ProofWriter proof) {
    int k = shape.messages();
    FieldVector z = coins.next(1 << shape.rowBits());
    FieldVector rho = coins.next(k);
    FieldVector r = coins.next(9);
    FieldElement c = transcript.challenge("sigma c", field);
    FieldElement minusC = c.negate();
    PointVector blinding = key.blinding().multiplyAll(r.slice(3, 6));
    Point base = key.base().point();
    Point[] first = {
      MultiScalar.sum(key.rows(shape.rowBits()), z).add(combined(opening).multiply(minusC)),
      MultiScalar.sum(key.pads(k), rho).add(pads.get(0).multiply(minusC)),
      base.multiply(r.get(0)).add(pads.get(1).multiply(minusC)),
      base.multiply(r.get(1)).add(pads.get(2).multiply(minusC)),
      base.multiply(r.get(2)).add(pads.get(3).multiply(minusC)),
      pads.get(1).multiply(r.get(1)).add(pads.get(3).multiply(minusC))
    };
    for (int i = 0; i < first.length; i++) {
      proof.write(first[i].add(blinding.get(i)));
    }
    FieldVector eq = Multilinear.eqTable(field, opening.point());
    FieldVector lambda = FieldVector.of(field, java.util.Arrays.copyOf(system.coefficients(), k));
    FieldElement yz = z.dot(eq);
    FieldElement yr = rho.dot(lambda).add(yz).subtract(c.multiply(system.total()));
    for (int i = 0; i < 3; i++) {
      yr = yr.add(system.coefficients()[k + i].multiply(r.get(i)));
    }
    proof.write(yr);
    for (int i = 0; i < 9; i++) {
      proof.write(r.get(i));
    }
    proof.write(yz);
    InnerProduct.Value v = new InnerProduct.Value(key.u(), transcript.challenge("sigma c0", field));
    InnerProduct.prove(
        "rows",
        key.rows(shape.rowBits()),
        1 << shape.rowBits(),
        v,
        z,
        eq,
        shape.rowRounds(),
        transcript,
        proof);
    InnerProduct.prove(
        "pads",
        key.pads(k),
        shape.messages(),
        v,
        padded(rho),
        padded(lambda),
        shape.padRounds(),
        transcript,
        proof);
  }

  /** {@code sum_z delta_z sum_i eq(p_hi, i) C_i}. */
  private Point combined(RowPhase.Opening opening) {
    Point sum = instance.suite().curve().identity();
    for (RowPhase.Combination c : opening.combinations()) {
      PointVector rows = commitments.get(c.layout().group()).rows();
      int[] live = c.layout().liveRows();
      for (int i = 0; i < live.length; i++) {
        FieldElement weight = c.rowWeights().get(live[i]).multiply(c.delta());
        sum = sum.add(rows.get(i).multiply(weight));
      }
    }
    return sum;
  }

  private FieldVector padded(FieldVector vector) {
    FieldVector padded = FieldVector.zeros(field, 1 << Shape.log2Ceil(vector.length()));
    padded.copyFrom(vector, 0, 0, vector.length());
    return padded;
  }

  private PointVector points(int count) {
    return key.blinding().multiplyAll(coins.next(count));
  }
}
