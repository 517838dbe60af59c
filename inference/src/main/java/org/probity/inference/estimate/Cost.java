package org.probity.inference.estimate;

import org.probity.argument.protocol.ProofShape;
import org.probity.argument.protocol.ProofWork;

/**
 * Work in the currencies of {@link Machine}: multiplications in vectors, of which all processors do
 * their share, and the multiplications that one processor makes in the time of sequential steps.
 *
 * <p>The numbers below that follow from the formulas of the protocol are multiplications per
 * counted thing. {@link #VECTOR}, {@link #CURVE} and the sequential steps are what a measurement of
 * 21 models on one machine adds to them: loads, stores and short vectors.
 */
record Cost(double vector, double scalar) {
  /** What vectors cost above their multiplications. */
  private static final double VECTOR = 1.7;

  /** What curve operations cost above theirs. */
  private static final double CURVE = 2.5;

  /** A bucket addition: affine, with a share of a batched inversion. */
  private static final double ADDITION = 6;

  /** Bucket additions of a scalar in a sum over bases with tables. */
  private static final double SCALAR_ADDITIONS = 25;

  /** A committed cell of twelve bits: one and a half additions. */
  private static final double CELL = 8.7;

  /** A committed row: the windows of its blinder and its buckets. */
  private static final double ROW = 600;

  /** A component of a leaf's denominator: a product, to be reduced with the others. */
  private static final double LEAF_TERM = 0.8;

  /** A leaf: the fraction above it, and its share of the rounds of its layer. */
  private static final double LEAF = 6;

  /** A cell of a group: some twenty integer passes instead of all its weights. */
  private static final double GROUP_CELL = 1.5;

  /** A multiplication with a small integer: a digit of the field element at a time. */
  private static final double SMALL = 0.15;

  /** An integer multiplication of the model's own execution: a quarter of a nanosecond. */
  private static final double EXECUTION = 0.03;

  /** A message: its pad, its hash, its part of the backward sweep and of the constraints. */
  private static final double SENT = 700;

  private static final double RECEIVED = 215;

  /** A linear functional, and each variable of its column: combined by the prover, */
  private static final double PROVED_FUNCTIONAL = 260;

  /** and evaluated by the verifier. */
  private static final double VERIFIED_FUNCTIONAL = 130;

  /** A committed row in the verifier's final sum, decoding included. */
  private static final double VERIFIED_ROW = 620;

  /** A generator in that sum. */
  private static final double VERIFIED_GENERATOR = 125;

  /** Planning a node: its lowerings into scratch drafts, and those that are compiled. */
  private static final double PLANNED_NODE = 20e3;

  /** What a new process does before it is at work; hardly anything of it is split. */
  private static final double START_PROVER = 17e6;

  private static final double START_VERIFIER = 14e6;

  /** Until everything is compiled work takes so much longer, */
  private static final double COMPILING = 4;

  /** but no more than this is lost. */
  private static final double COMPILED = 70e6;

  /** What a prover does, without the check of its own proof. */
  static Cost prove(ProofWork work, long execution) {
    ProofShape shape = work.shape();
    double tree =
        LEAF_TERM * work.leafTerms() * (work.streamed() ? 3 : 1)
            + LEAF * (work.leaves() + (1L << work.leafBits()));
    double evaluation = work.leafTerms();
    double commitment = CELL * work.witnessCells() + ROW * shape.witnessRows();
    double contractions = 2 * SMALL * work.operandCells() + 10.0 * work.contractionCells();
    double groups = GROUP_CELL * work.groupCells();
    double rows = SMALL * work.openedCells();
    double scalars =
        (1L << shape.rowBits()) * (shape.rowRounds() + 1.0)
            + shape.messages() * (shape.padRounds() + 2.0);
    return new Cost(
        VECTOR * (tree + evaluation + commitment + contractions + groups + rows)
            + CURVE * SCALAR_ADDITIONS * ADDITION * scalars
            + EXECUTION * execution,
        SENT * shape.messages() + PROVED_FUNCTIONAL * functionals(work));
  }

  /** What a verifier does. */
  static Cost verify(ProofWork work) {
    ProofShape shape = work.shape();
    double generators = (1L << shape.rowBits()) + shape.messages();
    return new Cost(
        VERIFIED_ROW * work.rows() + VERIFIED_GENERATOR * generators,
        RECEIVED * shape.messages() + VERIFIED_FUNCTIONAL * functionals(work));
  }

  private static double functionals(ProofWork work) {
    return (double) work.functionals() + work.functionalBits();
  }

  /** Deciding how a graph is proven, which tries every size of the range table at each node. */
  static Cost plan(int nodes) {
    return new Cost(0, PLANNED_NODE * nodes);
  }

  /** Committing to rows outside of a proof. */
  static Cost commit(long cells, long rows) {
    return new Cost(VECTOR * (CELL * cells + ROW * rows), 0);
  }

  Cost plus(Cost other) {
    return new Cost(vector + other.vector, scalar + other.scalar);
  }

  Seconds asProver(Machine machine) {
    return seconds(machine, START_PROVER);
  }

  Seconds asVerifier(Machine machine) {
    return seconds(machine, START_VERIFIER);
  }

  private Seconds seconds(Machine machine, double start) {
    double nanos = vector * machine.vector() + scalar * machine.scalar();
    double lost = Math.min(COMPILING * nanos, COMPILED * machine.scalar());
    return new Seconds(1e-9 * nanos, 1e-9 * (start * machine.scalar() + nanos + lost));
  }
}
