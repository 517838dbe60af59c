package org.probity.inference.lowering;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.model.graph.AccumulatorRange;
import org.probity.model.graph.Affine;
import org.probity.model.graph.ArgMax;
import org.probity.model.graph.Format;
import org.probity.model.graph.Linear;
import org.probity.model.graph.Node;
import org.probity.model.graph.Requantize;
import org.probity.model.graph.Softmax;
import org.probity.model.graph.Sum;
import org.probity.model.graph.Tensor;

/** Lowers one node of the integer graph; a kind of node without lowering does not compile. */
final class NodeLowering {
  private final Scope scope;
  private final Function<StepFunction, FunctionFacts> facts;

  NodeLowering(Scope scope, Function<StepFunction, FunctionFacts> facts) {
    this.scope = scope;
    this.facts = facts;
  }

  void lower(Node node) {
    switch (node) {
      case Linear linear -> lower(linear);
      case Affine affine -> lower(affine);
      case Sum sum -> lower(sum);
      case Requantize requantize -> lower(requantize);
      case ArgMax argMax -> ArgMaxLowering.lower(argMax, scope);
      case Softmax softmax -> SoftmaxLowering.lower(softmax, scope);
    }
  }

  /** {@code sum_k x[r,k] w[k,n] + b[n]}: axes r, n of the result, then k. */
  private void lower(Linear node) {
    Column weight = scope.weight(node.weight());
    Operand left = new Operand(List.of(0, 2), scope.read(node.input()).terms());
    Term matrix = new Term.OfColumn(1, weight, List.of(AxisMap.along(1), AxisMap.along(0)));
    Operand right = new Operand(List.of(1, 2), List.of(matrix));
    Contraction product = new Contraction(1, List.of(weight.shape().size(0)), left, right);
    defineProduct(node, product, node.bias());
  }

  /** {@code x[r,n] s[n] + b[n]}: a contraction that sums over nothing. */
  private void lower(Affine node) {
    Operand left = new Operand(List.of(0, 1), scope.read(node.input()).terms());
    Operand right = new Operand(List.of(1), List.of(Term.of(1, scope.weight(node.scale()))));
    defineProduct(node, new Contraction(1, List.of(), left, right), node.bias());
  }

  private void defineProduct(Node node, Contraction product, Optional<String> bias) {
    List<Term> terms = bias.map(scope::weight).map(NodeLowering::alongFeatures).stream().toList();
    Tensor out = scope.tensor(node.output());
    Shape shape = Shape.of(out.rows(), out.features());
    define(node, new Virtual(shape, terms, Optional.of(product), trace -> new long[0], 0, 0));
  }

  private static Term alongFeatures(Column vector) {
    return new Term.OfColumn(1, vector, List.of(AxisMap.along(1)));
  }

  private void lower(Sum node) {
    Virtual sum = null;
    for (Sum.Addend addend : node.addends()) {
      Virtual part = scope.read(addend.tensor()).times(addend.multiplier());
      sum = sum == null ? part : sum.plus(part);
      scope.draft().countTerms(sum);
    }
    define(node, sum.plus(node.bias()));
  }

  /** An accumulator is never committed: whoever reads it inlines its expression. */
  private void define(Node node, Virtual accumulator) {
    String name = node.output();
    Format range =
        AccumulatorRange.format(
            node, scope.tensor(name).format().fraction(), scope.tensors(), scope.parameters());
    scope.define(
        name,
        accumulator.withValues(trace -> trace.values(name)).knownWithin(range.min(), range.max()));
  }

  private void lower(Requantize node) {
    Virtual input = scope.read(node.input());
    int inputFraction = scope.tensor(node.input()).format().fraction();
    Format to = scope.tensor(node.output()).format();
    Virtual output = scope.declare(node.output());
    StepFunction function = Rescaling.function(node, input, inputFraction, to);
    scope.rescale(
        new Rescaling(node.output(), input, node.shift(), function, facts.apply(function), output));
  }
}
