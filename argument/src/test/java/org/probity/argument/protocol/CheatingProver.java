package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.Instance;
import org.probity.argument.claim.PublicColumns;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.CheatingChannel;
import org.probity.argument.hidden.ClearChannel;
import org.probity.argument.hidden.ProofWriter;
import org.probity.argument.hidden.Tamper;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Table;
import org.probity.argument.transcript.Transcript;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.NativeEvaluator;
import org.probity.argument.witness.TableRows;

/**
 * A prover that changes one thing and does everything else honestly with the changed value. It
 * starts out as the honest prover of an instance; the fields are what a test changes before it
 * proves.
 */
final class CheatingProver {
  /** What the verifier is told. */
  Instance told;

  /** What the prover computes with. */
  final ColumnValues columns = new ColumnValues();

  /** The openings that the prover's vectors come from. */
  final Map<Group, Opening> used = new HashMap<>();

  /** The openings that the commitments come from. */
  final Map<Group, Opening> committed = new HashMap<>();

  UnaryOperator<int[][]> multiplicities = UnaryOperator.identity();

  /** Asked for anew in each run. */
  Supplier<Tamper> messages = () -> Tamper.NONE;

  UnaryOperator<PadSecrets> pads = UnaryOperator.identity();
  UnaryOperator<RowCommitment> witnessRows = UnaryOperator.identity();
  ProofWriter closing = new ProofWriter();

  private final Coins coins;
  private final CommitmentKey key;
  private final PrimeField field;
  private LookupValues lookups;
  private PadSecrets drawn;

  CheatingProver(Instance instance, Map<Column, int[]> cells, Map<Group, Opening> openings) {
    told = instance;
    field = instance.suite().field();
    key = CommitmentKey.of(instance.suite().curve());
    coins = Coins.forProof(field, Coins.freshSeed(), new byte[32]);
    cells.forEach((column, values) -> columns.put(column, values.clone()));
    used.putAll(openings);
    committed.putAll(openings);
  }

  /** Changes one cell of a column that the prover computes with; commit it anew if need be. */
  void add(Column column, int cell, int difference) {
    int[] values = columns.get(column).clone();
    values[cell] += difference;
    columns.put(column, values);
  }

  /** A new opening of a group, with the prover's present cells. */
  Opening open(Group group) {
    return Opening.of(told.suite().curve(), told.program(), group, columns, Coins.freshSeed());
  }

  /** Fixes the leaves and the multiplicities, and opens the witness; the columns are final now. */
  void settle() {
    if (lookups != null) {
      return;
    }
    lookups = new LookupValues();
    NativeEvaluator evaluator = new NativeEvaluator(columns);
    int[][] counts = new int[told.program().tables().size()][];
    for (Table table : told.program().tables()) {
      counts[table.id()] = new int[table.size()];
    }
    for (Lookup lookup : told.program().lookups()) {
      long[][] tuple = lookup.tuple().stream().map(evaluator::evaluate).toArray(long[][]::new);
      count(rows(lookup.table(), evaluator), tuple, counts[lookup.table().id()]);
      lookups.addLookup(lookup, tuple);
    }
    counts = multiplicities.apply(counts);
    for (Table table : told.program().tables()) {
      lookups.addTable(table, rows(table, evaluator), counts[table.id()]);
      columns.put(told.program().multiplicities().get(table.id()), counts[table.id()]);
    }
    for (Group group : told.program().groups()) {
      if (group.kind() == Column.Kind.WITNESS) {
        Opening opening =
            Opening.inProof(told.suite().curve(), setting().layout(group), columns, coins);
        used.putIfAbsent(group, opening);
        committed.putIfAbsent(group, opening);
      }
    }
    drawn = pads.apply(PadSecrets.draw(key, ProofShape.of(told.program()).messages(), coins));
  }

  private static long[][] rows(Table table, NativeEvaluator evaluator) {
    return TableRows.of(table, evaluator).components();
  }

  /** Counts what is in the table; the rest is charged to the first row. */
  private static void count(long[][] rows, long[][] tuple, int[] counts) {
    for (int i = 0; i < tuple[0].length; i++) {
      int row = 0;
      for (int r = 0; r < counts.length; r++) {
        boolean equal = true;
        for (int c = 0; c < tuple.length; c++) {
          equal &= rows[c][r] == tuple[c][i];
        }
        row = equal ? r : row;
      }
      counts[row]++;
    }
  }

  /** Replaces the leaves of a settled prover's table or lookup. */
  void forge(Record block, LookupValues.BlockValues leaves) {
    lookups.put(block, leaves);
  }

  GroupLayout layout(Group group) {
    return setting().layout(group);
  }

  private Setting setting() {
    return new Setting(field, told.program(), new PublicColumns(field, told.publicValues()));
  }

  private Protocol.ProverState state() {
    return new Protocol.ProverState(columns, kept(lookups), g -> used.get(g).cells());
  }

  /** The same for one run, which gives up what it has used. */
  private LookupValues kept(LookupValues lookups) {
    LookupValues copy = new LookupValues();
    for (LeafLayout.Block block : setting().leaves().blocks()) {
      switch (block) {
        case LeafLayout.LookupBlock b -> copy.put(b.lookup(), lookups.of(b));
        case LeafLayout.TableBlock b -> copy.put(b.table(), lookups.of(b));
      }
    }
    return copy;
  }

  /** A proof with all that its prover knows about it. */
  record Outcome(byte[] proof, CheatingChannel channel) {
    /** Names of the checks that do not hold between the messages sent. */
    List<String> failedChecks() {
      return channel.checks().stream()
          .filter(c -> !c.residual().isZero())
          .map(CheatingChannel.Check::name)
          .toList();
    }
  }

  /** The hidden back end. Runs again with the same coins for pads and rows when called again. */
  Outcome prove() {
    return prove(Preamble.start(told, key));
  }

  Outcome prove(Transcript transcript) {
    settle();
    Setting setting = setting();
    ProofShape shape = ProofShape.of(told.program());
    ProofWriter proof = new ProofWriter();
    for (Group group : told.program().groups()) {
      if (group.kind() == Column.Kind.WITNESS) {
        RowCommitment rows = witnessRows.apply(committed.get(group).commit());
        transcript.absorb("witness rows", proof.write(rows.encode()));
      }
    }
    transcript.absorb("pads", proof.write(drawn.commitments().encodeAll()));
    CheatingChannel channel =
        new CheatingChannel(
            field, transcript, shape.messages(), drawn.pads(), proof, messages.get());
    RowPhase.Opening opening = Protocol.run(channel, setting, state());
    channel.reduceProducts();
    SigmaMasks masks = SigmaMasks.draw(key, shape, drawn, coins);
    new ClosingProver(key, transcript, closing, shape, field)
        .run(opened(opening, shape), drawn, masks, channel.combine(opening.opened()));
    proof.write(closing.toBytes());
    return new Outcome(proof.toBytes(), channel);
  }

  private ClosingProver.Opened opened(RowPhase.Opening opening, ProofShape shape) {
    FieldElement blinder = field.zero();
    for (RowPhase.Combination c : opening.combinations()) {
      FieldElement share = committed.get(c.layout().group()).combineBlinders(c.rowWeights());
      blinder = blinder.add(share.multiply(c.delta()));
    }
    return new ClosingProver.Opened(
        combine(opening, shape, RowPhase.Combination::vector), blinder, opening.point());
  }

  private FieldVector combine(
      RowPhase.Opening opening,
      ProofShape shape,
      java.util.function.Function<RowPhase.Combination, FieldVector> rows) {
    FieldVector vector = FieldVector.zeros(field, 1 << shape.rowBits());
    for (RowPhase.Combination c : opening.combinations()) {
      FieldVector extended = FieldVector.zeros(field, vector.length());
      FieldVector row = rows.apply(c);
      extended.copyFrom(row, 0, 0, row.length());
      vector.addScaled(extended, c.delta());
    }
    return vector;
  }

  /**
   * The clear back end: the names of the checks that a verifier sees fail, in order. The last one,
   * "opening", compares the opened value with what is committed.
   */
  List<String> clearFailures() {
    settle();
    ClearChannel prover = ClearChannel.sending(field, clearTranscript(), messages.get());
    Protocol.run(prover, setting(), state());
    ClearChannel verifier = ClearChannel.receiving(field, clearTranscript(), prover.messages());
    RowPhase.Opening opening = Protocol.run(verifier, setting(), null);
    List<String> failures = new ArrayList<>(verifier.failures());
    ProofShape shape = ProofShape.of(told.program());
    FieldVector vector = combine(opening, shape, this::committedRow);
    FieldElement actual = Multilinear.evaluate(vector, opening.point());
    if (!actual.equals(ClearChannel.number(opening.opened()))) {
      failures.add("opening");
    }
    return failures;
  }

  private FieldVector committedRow(RowPhase.Combination c) {
    int length = 1 << c.layout().rowBits();
    int[] cells = committed.get(c.layout().group()).cells();
    FieldVector sum = FieldVector.zeros(field, length);
    for (int row = 0; row < c.layout().rows(); row++) {
      sum.addScaled(
          FieldVector.ofInts(field, cells, row * length, length), c.rowWeights().get(row));
    }
    return sum;
  }

  private Transcript clearTranscript() {
    Transcript transcript = new Transcript("clear back end");
    Preamble.absorb(transcript, told, key);
    return transcript;
  }
}
