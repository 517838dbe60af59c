package org.probity.model.floatgraph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.graph.RealFunction;
import org.probity.graph.View;
import org.probity.model.trees.Ensemble;

/**
 * One step of a float graph. Each node defines exactly one tensor of rank 1 or more. The nodes are
 * those of the integer graph ({@link org.probity.graph.Node}), on real numbers, and {@link Layout},
 * which is composed into the views of its readers. Views may read constants as well as tensors; the
 * reader's axes are those of its output, then its own.
 */
public sealed interface FloatNode {
  /** The tensor this node defines. */
  String output();

  /** Its shape. */
  List<Integer> shape();

  /** The views through which it reads; a tensor read whole is an identity view. */
  List<View> views();

  /**
   * {@code out[i] = sum_k left[i,k] * right[i,k]}; without a right side {@code sum_k left[i,k]}.
   */
  record Contract(
      String output, List<Integer> shape, List<Integer> summed, View left, Optional<View> right)
      implements FloatNode {
    public Contract {
      shape = List.copyOf(shape);
      summed = List.copyOf(summed);
    }

    @Override
    public List<View> views() {
      return Stream.concat(Stream.of(left), right.stream()).toList();
    }
  }

  /** {@code out[i] = sum_j coefficient_j * view_j[i] + constant}. */
  record Combine(String output, List<Integer> shape, List<Term> terms, double constant)
      implements FloatNode {
    public Combine {
      shape = List.copyOf(shape);
      terms = List.copyOf(terms);
    }

    /** One weighted operand. */
    public record Term(double coefficient, View view) {}

    @Override
    public List<View> views() {
      return terms.stream().map(Term::view).toList();
    }
  }

  /** {@code out[i] = function(input[i])}. */
  record Apply(String output, List<Integer> shape, String input, RealFunction function)
      implements FloatNode {
    public Apply {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(View.identity(input, shape.size()));
    }
  }

  /**
   * {@code out[i] = clamp(round(float32(float32(input[i]) * multiplier)), min, max)}, half to even:
   * a sum of quantised products becomes a quantised tensor ({@link org.probity.graph.Rescale}).
   *
   * @param axes consecutive axes along which the multipliers differ; empty for a single one
   * @param multipliers not to be modified
   */
  record Rescale(
      String output,
      List<Integer> shape,
      String input,
      List<Integer> axes,
      float[] multipliers,
      int min,
      int max)
      implements FloatNode {
    public Rescale {
      shape = List.copyOf(shape);
      axes = List.copyOf(axes);
    }

    @Override
    public List<View> views() {
      return List.of(View.identity(input, shape.size()));
    }
  }

  /**
   * {@code out[i] = table[input[i] - first]} of integers; a key that is none, or lies outside, is
   * rounded to one.
   *
   * @param table not to be modified
   */
  record Tabulate(String output, List<Integer> shape, String input, int first, int[] table)
      implements FloatNode {
    public Tabulate {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(View.identity(input, shape.size()));
    }
  }

  /**
   * {@code out[i] = mapping(input[i])}: what the mapping holds is secret, unlike a function. The
   * view never reads zero for an index outside.
   */
  record Lookup(String output, List<Integer> shape, View input, Mapping mapping)
      implements FloatNode {
    public Lookup {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(input);
    }
  }

  /** {@code out[i] = dividend[i] / divisor[i]}. */
  record Divide(String output, List<Integer> shape, View dividend, View divisor)
      implements FloatNode {
    public Divide {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(dividend, divisor);
    }
  }

  /**
   * {@code out[i] = max_{v,k} view_v[i,k]}, or the minimum. Views here never read zero for an index
   * outside: a padded window repeats a cell that it contains.
   */
  record Extremum(
      String output,
      List<Integer> shape,
      List<Integer> window,
      List<View> operands,
      boolean minimum)
      implements FloatNode {
    public Extremum {
      shape = List.copyOf(shape);
      window = List.copyOf(window);
      operands = List.copyOf(operands);
    }

    @Override
    public List<View> views() {
      return operands;
    }
  }

  /**
   * {@code out[i,r] =} the index k of the r-th largest {@code input[i,k]}, or the r-th smallest;
   * among equals the smaller index first, or the larger. The output's last axis is r, which the
   * input does not read.
   */
  record Ranking(
      String output, List<Integer> shape, int count, View input, boolean lastIndex, boolean minimum)
      implements FloatNode {
    public Ranking {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(input);
    }
  }

  /** {@code out[i] = data[i, index[i]]} with an index in {@code [0, count)} read by data alone. */
  record Select(String output, List<Integer> shape, int count, View data, View index)
      implements FloatNode {
    public Select {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(data, index);
    }
  }

  /**
   * {@code out[i, r]}: result r of an ensemble of trees for the features that the inputs read at i,
   * one input after the other. The output's last axis is r, which the inputs do not read; input j
   * reads an axis of the node's own, the j-th, of size {@code counts[j]}. Never zero for an index
   * outside.
   */
  record Forest(
      String output,
      List<Integer> shape,
      List<Integer> counts,
      List<View> inputs,
      Ensemble ensemble)
      implements FloatNode {
    public Forest {
      shape = List.copyOf(shape);
      counts = List.copyOf(counts);
      inputs = List.copyOf(inputs);
      int features = counts.stream().mapToInt(Integer::intValue).sum();
      if (counts.size() != inputs.size()
          || features != ensemble.features()
          || shape.getLast() != ensemble.results()) {
        throw new IllegalArgumentException(output + " does not fit its ensemble");
      }
    }

    @Override
    public List<View> views() {
      return inputs;
    }
  }

  /** Softmax along one axis of a tensor read whole. */
  record Softmax(String output, List<Integer> shape, String input, int axis) implements FloatNode {
    public Softmax {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(View.identity(input, shape.size()));
    }
  }

  /** {@code out[i] = view[i]}: reshape, transpose, slice, pad with zeros, broadcast, selection. */
  record Layout(String output, List<Integer> shape, View view) implements FloatNode {
    public Layout {
      shape = List.copyOf(shape);
    }

    @Override
    public List<View> views() {
      return List.of(view);
    }
  }
}
