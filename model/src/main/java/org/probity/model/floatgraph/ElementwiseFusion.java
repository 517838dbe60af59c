package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.View;

/**
 * Makes one function of all element-wise steps that depend on one tensor and on scalars, whatever
 * operators an exporter spells it with. Steps with several operands become a function of the
 * nearest tensor that all of them are functions of; chains are joined where nothing else reads the
 * steps in between. What only scales and shifts stays a sum, which costs nothing.
 */
final class ElementwiseFusion implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    return new Pass(graph, notes).run();
  }

  /** A tensor as a function of another. */
  private record Step(String base, RealFunction function) {}

  private static final class Pass {
    private final FloatGraph graph;
    private final Notes notes;
    private final GraphIndex index;

    /** By tensor that is an element-wise function of one other. */
    private final Map<String, Step> steps = new HashMap<>();

    private boolean changed;

    /** Products with weights, and sums with one. */
    private final Set<String> weighted = new HashSet<>();

    Pass(FloatGraph graph, Notes notes) {
      this.graph = graph;
      this.notes = notes;
      this.index = new GraphIndex(graph);
    }

    FloatGraph run() {
      List<FloatNode> nodes = new ArrayList<>();
      for (FloatNode node : graph.nodes()) {
        FloatNode fused = fused(node);
        stepOf(fused).ifPresent(s -> steps.put(fused.output(), s));
        if (isWeighted(fused)) {
          weighted.add(fused.output());
        }
        nodes.add(fused);
        changed |= !fused.equals(node);
      }
      return changed
          ? new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes)
          : graph;
    }

    private FloatNode fused(FloatNode node) {
      Set<String> operands = new LinkedHashSet<>();
      if (!isElementwise(node, operands) || operands.isEmpty()) {
        return node;
      }
      String first = operands.iterator().next();
      Map<String, RealFunction> inner = new HashMap<>();
      Optional<String> base = operands.size() == 1 ? single(node, first) : commonBase(operands);
      if (base.isEmpty()) {
        return affine(node);
      }
      for (String operand : operands) {
        inner.put(operand, inTermsOf(operand, base.get()));
      }
      RealFunction function = Expressions.simplified(express(node, inner));
      if (!function.isSmall()) {
        return node;
      }
      notes.add("element-wise operators fused into one function", node.output());
      return new FloatNode.Apply(node.output(), node.shape(), base.get(), function);
    }

    /** What a step with one operand is made a function of; empty if it stays as it is. */
    private Optional<String> single(FloatNode node, String operand) {
      Step step = steps.get(operand);
      boolean joins = step != null && index.hasOneReader(operand);
      if (node instanceof FloatNode.Apply apply) {
        boolean keeps = isSum(operand) && Expressions.isPiecewiseLinear(apply.function());
        return joins && !keeps ? Optional.of(step.base()) : Optional.empty();
      }
      if (joins && !isSum(operand)) {
        return Optional.of(step.base());
      }
      // Scaling and shifting is a sum; anything else is a function.
      return isAffine(node) ? Optional.empty() : Optional.of(operand);
    }

    private boolean isSum(String tensor) {
      return steps.get(tensor) != null && isAffine(index.producer(tensor));
    }

    /** Whether an element-wise node with one operand scales and shifts it. */
    private boolean isAffine(FloatNode node) {
      return node instanceof FloatNode.Combine
          || (node instanceof FloatNode.Contract c && !c.left().equals(c.right().orElse(null)))
          || (node instanceof FloatNode.Divide d && scalar(d, d.divisor()).isPresent());
    }

    /** The nearest tensor of which all operands are functions. */
    private Optional<String> commonBase(Set<String> operands) {
      Set<String> common = null;
      for (String operand : operands) {
        Set<String> chain = new LinkedHashSet<>();
        for (String t = operand; t != null; t = steps.containsKey(t) ? steps.get(t).base() : null) {
          chain.add(t);
        }
        if (common == null) {
          common = chain;
        } else {
          common.retainAll(chain);
        }
      }
      return common == null ? Optional.empty() : common.stream().findFirst();
    }

    private RealFunction inTermsOf(String tensor, String base) {
      return tensor.equals(base)
          ? RealFunction.X
          : inTermsOf(steps.get(tensor).base(), base).then(steps.get(tensor).function());
    }

    /** A step with one operand that scales and shifts, as a sum. */
    private FloatNode affine(FloatNode node) {
      View whole = null;
      double factor = 1;
      switch (node) {
        case FloatNode.Contract c -> {
          boolean left = scalar(c, c.left()).isPresent();
          whole = left ? c.right().orElseThrow() : c.left();
          OptionalDouble s = scalar(c, left ? c.left() : c.right().orElseThrow());
          if (s.isEmpty()) {
            return node;
          }
          factor = s.getAsDouble();
        }
        case FloatNode.Divide d -> {
          OptionalDouble s = scalar(d, d.divisor());
          if (s.isEmpty()) {
            return node;
          }
          whole = d.dividend();
          factor = 1 / s.getAsDouble();
        }
        case FloatNode.Combine c -> {
          return withoutScalars(c);
        }
        default -> {
          return node;
        }
      }
      return new FloatNode.Combine(
          node.output(), node.shape(), List.of(new FloatNode.Combine.Term(factor, whole)), 0);
    }

    private FloatNode withoutScalars(FloatNode.Combine node) {
      List<FloatNode.Combine.Term> terms = new ArrayList<>();
      double constant = node.constant();
      for (FloatNode.Combine.Term term : node.terms()) {
        OptionalDouble scalar = scalar(node, term.view());
        if (scalar.isPresent()) {
          constant += term.coefficient() * scalar.getAsDouble();
        } else {
          terms.add(term);
        }
      }
      return terms.size() == node.terms().size()
          ? node
          : new FloatNode.Combine(node.output(), node.shape(), terms, constant);
    }

    /** Whether a node is element-wise in tensors that it reads whole, and scalars. */
    private boolean isElementwise(FloatNode node, Set<String> operands) {
      boolean kind =
          switch (node) {
            case FloatNode.Apply _, FloatNode.Combine _, FloatNode.Divide _ -> true;
            case FloatNode.Contract c -> c.summed().isEmpty() && c.right().isPresent();
            case FloatNode.Extremum e -> e.window().isEmpty();
            case FloatNode.Rescale _,
                FloatNode.Tabulate _,
                FloatNode.Lookup _,
                FloatNode.Ranking _,
                FloatNode.Select _,
                FloatNode.Forest _,
                FloatNode.Softmax _,
                FloatNode.Layout _ ->
                false;
          };
      if (!kind || addsBias(node)) {
        return false;
      }
      for (View view : node.views()) {
        if (scalar(node, view).isPresent()) {
          continue;
        }
        if (index.isConstant(view.source())
            || !ViewComposition.isWhole(view, node.shape(), index.shape(view.source()))) {
          return false;
        }
        operands.add(view.source());
      }
      return true;
    }

    /**
     * Whether a node adds the single bias of a product with weights, as the intercept of a model
     * with one result: that is a weight, too, and no part of a public function.
     */
    private boolean addsBias(FloatNode node) {
      return node instanceof FloatNode.Combine c
          && c.views().stream().anyMatch(v -> isSingle(v.source()))
          && c.views().stream().anyMatch(v -> weighted.contains(v.source()));
    }

    private boolean isSingle(String tensor) {
      Constant constant = graph.constants().get(tensor);
      return constant != null && constant.values().length == 1;
    }

    private boolean isWeighted(FloatNode node) {
      return switch (node) {
        case FloatNode.Contract c ->
            !c.summed().isEmpty() && c.views().stream().anyMatch(v -> index.isConstant(v.source()));
        case FloatNode.Combine c -> c.views().stream().anyMatch(v -> weighted.contains(v.source()));
        default -> false;
      };
    }

    private OptionalDouble scalar(FloatNode node, View view) {
      Constant constant = graph.constants().get(view.source());
      return constant == null
          ? OptionalDouble.empty()
          : new ConstantView(view, constant, FloatNodes.axes(node)).scalar();
    }

    /** A node as it now stands as a function of its one operand. */
    private Optional<Step> stepOf(FloatNode node) {
      Set<String> operands = new LinkedHashSet<>();
      if (!isElementwise(node, operands) || operands.size() != 1) {
        return Optional.empty();
      }
      String operand = operands.iterator().next();
      return Optional.of(new Step(operand, express(node, Map.of(operand, RealFunction.X))));
    }

    private RealFunction express(FloatNode node, Map<String, RealFunction> operands) {
      return switch (node) {
        case FloatNode.Apply a -> operands.get(a.input()).then(a.function());
        case FloatNode.Contract c -> {
          RealFunction left = read(c, c.left(), operands);
          yield Expressions.times(left, read(c, c.right().orElseThrow(), operands));
        }
        case FloatNode.Divide d ->
            binary(
                BinaryOperator.DIV,
                read(d, d.dividend(), operands),
                read(d, d.divisor(), operands));
        case FloatNode.Extremum e ->
            e.operands().stream()
                .map(v -> read(e, v, operands))
                .reduce(
                    (a, b) -> binary(e.minimum() ? BinaryOperator.MIN : BinaryOperator.MAX, a, b))
                .orElseThrow();
        case FloatNode.Combine c -> {
          RealFunction sum = new RealFunction.Constant(c.constant());
          for (FloatNode.Combine.Term term : c.terms()) {
            RealFunction factor = new RealFunction.Constant(term.coefficient());
            sum =
                binary(
                    BinaryOperator.ADD,
                    sum,
                    Expressions.times(read(c, term.view(), operands), factor));
          }
          yield sum;
        }
        case FloatNode.Rescale _,
            FloatNode.Tabulate _,
            FloatNode.Lookup _,
            FloatNode.Ranking _,
            FloatNode.Select _,
            FloatNode.Forest _,
            FloatNode.Softmax _,
            FloatNode.Layout _ ->
            throw new IllegalStateException(node.output() + " is not element-wise");
      };
    }

    private RealFunction read(FloatNode node, View view, Map<String, RealFunction> operands) {
      OptionalDouble scalar = scalar(node, view);
      return scalar.isPresent()
          ? new RealFunction.Constant(scalar.getAsDouble())
          : operands.get(view.source());
    }

    private static RealFunction binary(BinaryOperator op, RealFunction a, RealFunction b) {
      return new RealFunction.Binary(op, a, b);
    }
  }
}
