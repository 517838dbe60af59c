package org.probity.argument.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.parallel.Pool;
import org.probity.argument.Instance;
import org.probity.argument.claim.PublicColumns;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.WitnessHash;
import org.probity.argument.hidden.ProofWriter;
import org.probity.argument.hidden.SendingChannel;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.transcript.Transcript;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;

/** One run of the prover, from T0 to T8. */
public final class ProverSession {
  private final Instance instance;
  private final ColumnValues columns;
  private final Map<Group, Opening> openings;
  private final CommitmentKey key;
  private final PrimeField field;
  private final Setting setting;
  private final ProofShape shape;
  private final Transcript transcript;

  public ProverSession(Instance instance, ColumnValues columns, Map<Group, Opening> openings) {
    this(instance, columns, openings, new Transcript(Preamble.PROTOCOL));
  }

  ProverSession(
      Instance instance,
      ColumnValues columns,
      Map<Group, Opening> openings,
      Transcript transcript) {
    this.instance = instance;
    this.transcript = transcript;
    this.columns = columns;
    this.openings = new HashMap<>(openings);
    this.key = CommitmentKey.of(instance.suite().curve());
    this.field = instance.suite().field();
    this.setting =
        new Setting(field, instance.program(), new PublicColumns(field, instance.publicValues()));
    this.shape = ProofShape.of(instance.program());
  }

  /**
   * Produces the proof.
   *
   * @throws UnsatisfiedProgramException naming a lookup or equality that does not hold
   */
  public byte[] prove() throws UnsatisfiedProgramException {
    return prove(LookupValues.compute(instance.program(), columns));
  }

  byte[] prove(LookupValues lookups) {
    ProofWriter proof = new ProofWriter();
    Preamble.absorb(transcript, instance, key);
    Coins coins = coins(transcript.fingerprint());
    List<Opening> witness = new ArrayList<>();
    for (Group group : instance.program().groups()) {
      if (group.kind() == Column.Kind.WITNESS) {
        Opening opening =
            Opening.inProof(instance.suite().curve(), setting.layout(group), columns, coins);
        openings.put(group, opening);
        witness.add(opening);
      }
    }
    List<byte[]> rows = new ArrayList<>();
    AtomicReference<PadSecrets> drawn = new AtomicReference<>();
    Pool.both(
        () -> witness.forEach(opening -> rows.add(opening.commit().encode())),
        () -> drawn.set(PadSecrets.draw(key, shape.messages(), coins)));
    rows.forEach(encoded -> transcript.absorb("witness rows", proof.write(encoded)));
    PadSecrets pads = drawn.get();
    transcript.absorb("pads", proof.write(pads.commitments().encodeAll()));
    SendingChannel channel =
        new SendingChannel(field, transcript, shape.messages(), pads.pads(), proof);
    Protocol.ProverState state =
        new Protocol.ProverState(columns, lookups, g -> openings.get(g).cells());
    AtomicReference<RowPhase.Opening> opening = new AtomicReference<>();
    AtomicReference<SigmaMasks> masks = new AtomicReference<>();
    // Many rounds are too short to be split: meanwhile another processor prepares the closing. The
    // coins are its alone by now.
    Pool.both(
        () -> opening.set(Protocol.run(channel, setting, state)),
        () -> masks.set(SigmaMasks.draw(key, shape, pads, coins)));
    channel.reduceProducts();
    new ClosingProver(key, transcript, proof, shape, field)
        .run(opened(opening.get()), pads, masks.get(), channel.combine(opening.get().opened()));
    return proof.toBytes();
  }

  /** Created only now, when statement and witness are final, so that coins are bound to both. */
  private Coins coins(byte[] statement) {
    WitnessHash hash = new WitnessHash();
    hash.add("statement", statement);
    ByteArrayOutputStream seeds = new ByteArrayOutputStream();
    List<Opening> given = new ArrayList<>();
    for (Group group : instance.program().groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        given.add(openings.get(group));
        seeds.writeBytes(openings.get(group).seed());
      }
    }
    hash.addOpenings(given);
    for (Column column : instance.program().columns()) {
      if (column.kind() == Column.Kind.WITNESS) {
        hash.add(column.name(), columns.get(column));
      }
    }
    return Coins.forProof(field, seeds.toByteArray(), hash.digest());
  }

  /** The prover's combined vector {@code sum_z delta^z z}, zero-extended, with its blinder. */
  private ClosingProver.Opened opened(RowPhase.Opening opening) {
    FieldVector vector = FieldVector.zeros(field, 1 << shape.rowBits());
    FieldElement blinder = field.zero();
    for (RowPhase.Combination combination : opening.combinations()) {
      FieldVector extended = FieldVector.zeros(field, vector.length());
      extended.copyFrom(combination.vector(), 0, 0, combination.vector().length());
      vector.addScaled(extended, combination.delta());
      FieldElement share =
          openings.get(combination.layout().group()).combineBlinders(combination.rowWeights());
      blinder = blinder.add(share.multiply(combination.delta()));
    }
    return new ClosingProver.Opened(vector, blinder, opening.point());
  }
}
