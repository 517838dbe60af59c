package org.probity.inference.lowering;

import java.util.function.Function;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.Ranking;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Walk;
import org.probity.inference.lowering.function.FunctionFacts;
import org.probity.inference.lowering.function.IntegerFunction;

/** Lowers one node of the integer graph; a kind of node without lowering does not compile. */
final class NodeLowering {
  private final Scope scope;
  private final Function<IntegerFunction, FunctionFacts> facts;

  NodeLowering(Scope scope, Function<IntegerFunction, FunctionFacts> facts) {
    this.scope = scope;
    this.facts = facts;
  }

  void lower(Node node) {
    switch (node) {
      case Contract contract -> new Accumulators(scope).lower(contract);
      case Sum sum -> new Accumulators(scope).lower(sum);
      case Requantize requantize -> lower(requantize);
      case Rescale rescale -> RescaleLowering.lower(rescale, scope);
      case Tabulate tabulate -> TabulateLowering.lower(tabulate, scope);
      case Interpolate interpolate -> InterpolateLowering.lower(interpolate, scope);
      case Divide divide -> DivideLowering.lower(divide, scope);
      case Extremum extremum -> ExtremumLowering.lower(extremum, scope);
      case Ranking ranking -> RankingLowering.lower(ranking, scope);
      case Select select -> SelectLowering.lower(select, scope);
      case Bin bin -> BinLowering.lower(bin, scope);
      case Walk walk -> WalkLowering.lower(walk, scope);
      case Softmax softmax -> SoftmaxLowering.lower(softmax, scope);
    }
  }

  private void lower(Requantize node) {
    Virtual input = scope.read(node.input());
    int inputFraction = scope.tensor(node.input()).format().fraction();
    Format to = scope.tensor(node.output()).format();
    Virtual output = scope.declare(node.output());
    IntegerFunction function = Rescaling.function(node, input, inputFraction, to);
    scope.rescale(
        new Rescaling(
            node.output(),
            input,
            node.shift(),
            function,
            facts.apply(function),
            output,
            node.shift()));
  }
}
