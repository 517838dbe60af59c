package org.probity.graph;

import java.util.List;

/**
 * One step of the integer graph. Each node defines exactly one tensor: a <em>stored</em> one
 * ({@link Requantize}, {@link Rescale}, {@link Tabulate}, {@link Interpolate}, {@link Divide},
 * {@link Extremum}, {@link Ranking}, {@link Select}, {@link Softmax}, {@link Bin}, {@link Walk}),
 * which is committed in a proof, or an <em>accumulator</em> ({@link Contract}, {@link Sum}), which
 * is wide and exists as an expression only.
 */
public sealed interface Node
    permits Contract,
        Sum,
        Requantize,
        Rescale,
        Tabulate,
        Interpolate,
        Divide,
        Extremum,
        Ranking,
        Select,
        Softmax,
        Bin,
        Walk {
  /** The tensor this node defines. */
  String output();

  /**
   * The names of the tensors and parameters it reads, in the order of its fields: first those that
   * it reads through {@link NodeAxes#views}, then the columns of its table.
   */
  List<String> sources();
}
