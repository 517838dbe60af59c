package org.probity.inference.estimate;

import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;
import org.probity.argument.protocol.ProofWork;
import org.probity.graph.Contract;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Tensor;
import org.probity.inference.key.ModelKey;

/**
 * The largest amount of memory that is in use at once, in bytes: what is kept throughout, and the
 * larger one of the lookup tree with its integers and the group sumcheck.
 */
final class Memory {
  /** What a process has in use anyhow: classes, the model's graph and program. */
  private static final long FIXED = 9L << 20;

  /** A field element in a vector. */
  private static final long FIELD = 40;

  /** Multiples of a generator in a table of windows. */
  private static final long GENERATOR = 2000;

  private Memory() {}

  /** Of a proof of {@code count} inferences. */
  static long prove(ModelKey key, int count, Program program, ProofWork work) {
    IntegerGraph graph = key.graph(count);
    long traced = graph.tensors().stream().mapToLong(Tensor::size).sum();
    long contracted =
        graph.nodes().stream()
            .filter(Contract.class::isInstance)
            .mapToLong(node -> graph.tensorsByName().get(node.output()).size())
            .sum();
    return 8 * (traced + contracted) + kept(graph, program) + peak(work);
  }

  /** Of a registration, with the real numbers that the parameters were made from. */
  static long register(ModelKey key, ProofWork work) {
    return 16 * parameters(key.graph())
        + kept(key.graph(), key.registrationProgram().program())
        + peak(work);
  }

  private static long parameters(IntegerGraph graph) {
    return graph.parameters().stream().mapToLong(Parameter::size).sum();
  }

  /** Integers: parameters, columns, and the padded vectors that are committed to. */
  private static long kept(IntegerGraph graph, Program program) {
    long padded = 0;
    for (Group group : program.groups()) {
      padded += 1L << GroupLayout.of(program, group).bits();
    }
    long witness =
        program.columns().stream()
            .filter(column -> column.kind() == Column.Kind.WITNESS)
            .mapToLong(column -> column.shape().cells())
            .sum();
    return 4 * (parameters(graph) + padded + witness);
  }

  private static long peak(ProofWork work) {
    long leaves = 1L << work.leafBits();
    // Streamed: half of the fractions and eq over a quarter of them. Else leaves and all levels.
    long tree = work.streamed() ? FIELD * leaves / 4 * 5 : 4 * FIELD * leaves;
    long integers = 8 * work.leafTerms();
    long group = FIELD * (work.groupCells() + (1L << work.groupBits() >> 1));
    long contraction = FIELD * work.contractionCells();
    long generators = (1L << work.shape().rowBits()) + work.shape().messages();
    return FIXED + GENERATOR * generators + Math.max(tree + integers, Math.max(group, contraction));
  }
}
