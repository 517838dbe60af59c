package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.probity.graph.View;

/**
 * Moves constant factors and constant addends into weights: a scaling behind or before a
 * multiplication with constants, along axes that the weights have anyway, becomes part of the
 * weights, and what is added before a multiplication is added behind it. Batch normalisations
 * vanish this way.
 */
final class AffineFolding implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    return new Pass(graph, notes).run();
  }

  private static final class Pass {
    private final FloatGraph graph;
    private final Notes notes;
    private final GraphIndex index;
    private final Map<String, Constant> constants;
    private final Map<String, FloatNode> nodes = new LinkedHashMap<>();

    /** What this pass has changed: the index no longer tells the truth about it. */
    private final Set<String> touched = new HashSet<>();

    private boolean changed;

    Pass(FloatGraph graph, Notes notes) {
      this.graph = graph;
      this.notes = notes;
      this.index = new GraphIndex(graph);
      this.constants = new HashMap<>(graph.constants());
    }

    FloatGraph run() {
      for (FloatNode node : graph.nodes()) {
        boolean done =
            switch (node) {
              case FloatNode.Contract c when isScaling(c) -> scaleProducer(c) || foldInto(c);
              case FloatNode.Contract c -> foldInto(c);
              case FloatNode.Combine c -> foldFactors(c);
              default -> false;
            };
        if (!done) {
          nodes.put(node.output(), node);
        }
        changed |= done;
      }
      return changed
          ? new FloatGraph(graph.inputs(), graph.outputs(), constants, List.copyOf(nodes.values()))
          : graph;
    }

    private boolean isScaling(FloatNode.Contract node) {
      return node.summed().isEmpty()
          && isWeighted(node)
          && ViewComposition.isWhole(node.left(), node.shape(), index.shape(node.left().source()));
    }

    private boolean isWeighted(FloatNode.Contract node) {
      if (node.right().isEmpty()
          || !constants.containsKey(node.right().get().source())
          || constants.containsKey(node.left().source())) {
        return false;
      }
      ConstantView w = constant(node.right().get(), node);
      long cells = w.axes().stream().mapToLong(a -> w.sizes()[a]).reduce(1, (a, b) -> a * b);
      // Weights that are read several times are not written out.
      return cells <= w.constant().values().length;
    }

    private ConstantView constant(View view, FloatNode reader) {
      return new ConstantView(view, constants.get(view.source()), FloatNodes.axes(reader));
    }

    /** The producer of a tensor that one node reads, if this pass has not changed it. */
    private FloatNode soleUse(String tensor) {
      return index.hasOneReader(tensor) && !touched.contains(tensor) ? nodes.get(tensor) : null;
    }

    /** A product with weights of its own, in which they can be replaced. */
    private FloatNode.Contract replaceable(String tensor) {
      return soleUse(tensor) instanceof FloatNode.Contract c
              && isWeighted(c)
              && index.hasOneReader(c.right().orElseThrow().source())
          ? c
          : null;
    }

    /** {@code s * (x w + b) = x (s w) + s b}. */
    private boolean scaleProducer(FloatNode.Contract scaling) {
      String input = scaling.left().source();
      ConstantView s = constant(scaling.right().orElseThrow(), scaling);
      FloatNode.Contract product = replaceable(input);
      if (product != null && fits(s, product)) {
        nodes.remove(input);
        put(
            new FloatNode.Contract(
                scaling.output(),
                scaling.shape(),
                product.summed(),
                product.left(),
                Optional.of(scaledWeights(product, s))));
        notes.add("scaling folded into the weights before it", scaling.output());
        return true;
      }
      if (!(soleUse(input) instanceof FloatNode.Combine sum) || !isBiased(sum, s)) {
        return false;
      }
      nodes.remove(input);
      List<FloatNode.Combine.Term> terms = new ArrayList<>();
      for (FloatNode.Combine.Term term : sum.terms()) {
        if (constants.containsKey(term.view().source())) {
          terms.add(times(term, sum, s));
        } else {
          terms.add(
              new FloatNode.Combine.Term(term.coefficient(), scaledTerm(term.view(), scaling, s)));
        }
      }
      if (sum.constant() != 0) {
        double[] values = s.over(s.axes()).values().clone();
        Arrays.setAll(values, i -> values[i] * sum.constant());
        terms.add(new FloatNode.Combine.Term(1, define(input, s, s.axes(), values)));
      }
      put(new FloatNode.Combine(scaling.output(), scaling.shape(), terms, 0));
      notes.add("scaling folded into the weights before it", scaling.output());
      return true;
    }

    /** One product or other tensor, read whole, and constants. */
    private boolean isBiased(FloatNode.Combine sum, ConstantView s) {
      int tensors = 0;
      for (FloatNode.Combine.Term term : sum.terms()) {
        String source = term.view().source();
        if (constants.containsKey(source)) {
          continue;
        }
        tensors++;
        FloatNode.Contract product = replaceable(source);
        boolean scalable = product != null && fits(s, product);
        // A product that cannot take the factor would have to be stored for it.
        boolean stored = !(nodes.get(source) instanceof FloatNode.Contract);
        if (!ViewComposition.isWhole(term.view(), sum.shape(), index.shape(source))
            || !(scalable || stored)) {
          return false;
        }
      }
      return tensors == 1;
    }

    private View scaledTerm(View view, FloatNode.Contract scaling, ConstantView s) {
      FloatNode.Contract product = replaceable(view.source());
      if (product != null) {
        put(
            new FloatNode.Contract(
                product.output(),
                product.shape(),
                product.summed(),
                product.left(),
                Optional.of(scaledWeights(product, s))));
        return view;
      }
      String name = scaling.output() + "/scaled";
      put(new FloatNode.Contract(name, scaling.shape(), List.of(), view, scaling.right()));
      return View.identity(name, scaling.shape().size());
    }

    private void put(FloatNode node) {
      nodes.put(node.output(), node);
      touched.add(node.output());
    }

    /** Whether the weights have all axes along which a factor of the output varies. */
    private boolean fits(ConstantView s, FloatNode.Contract product) {
      return constant(product.right().orElseThrow(), product).axes().containsAll(s.axes());
    }

    private View scaledWeights(FloatNode.Contract product, ConstantView s) {
      ConstantView w = constant(product.right().orElseThrow(), product);
      List<Integer> axes = w.axes();
      double[] factors = new ConstantView(s.view(), s.constant(), w.sizes()).over(axes).values();
      return define(w.view().source(), w, axes, products(w.over(axes).values(), factors));
    }

    private FloatNode.Combine.Term times(
        FloatNode.Combine.Term term, FloatNode sum, ConstantView s) {
      ConstantView b = constant(term.view(), sum);
      TreeSet<Integer> union = new TreeSet<>(b.axes());
      union.addAll(s.axes());
      List<Integer> axes = List.copyOf(union);
      double[] values = products(b.over(axes).values(), s.over(axes).values());
      return new FloatNode.Combine.Term(
          term.coefficient(), define(term.view().source(), b, axes, values));
    }

    private static double[] products(double[] a, double[] b) {
      double[] products = new double[a.length];
      Arrays.setAll(products, i -> a[i] * b[i]);
      return products;
    }

    private View define(String original, ConstantView like, List<Integer> axes, double[] values) {
      String name = original + "/folded";
      for (int i = 2; constants.containsKey(name) || index.shape(name) != null; i++) {
        name = original + "/folded" + i;
      }
      List<Integer> shape =
          axes.isEmpty() ? List.of(1) : axes.stream().map(a -> like.sizes()[a]).toList();
      constants.put(name, new Constant(shape, values));
      return ConstantView.along(name, axes);
    }

    /** What scales or shifts the input of a product goes into its weights, or behind it. */
    private boolean foldInto(FloatNode.Contract product) {
      if (!isWeighted(product) || !index.hasOneReader(product.right().orElseThrow().source())) {
        return false;
      }
      String input = product.left().source();
      return switch (index.hasOneReader(input) ? soleUse(input) : scaledInput(input)) {
        case FloatNode.Contract scaling when isScaling(scaling) -> foldScaling(scaling, product);
        case FloatNode.Combine sum -> foldSum(sum, product);
        case null, default -> false;
      };
    }

    /** A scaling of an input, which all readers can do without. */
    private FloatNode scaledInput(String tensor) {
      return nodes.get(tensor) instanceof FloatNode.Contract c
              && !touched.contains(tensor)
              && isScaling(c)
              && index.producer(c.left().source()) == null
          ? c
          : null;
    }

    /** {@code (x s) w = x (s w)}. */
    private boolean foldScaling(FloatNode.Contract scaling, FloatNode.Contract product) {
      ConstantView w = constant(product.right().orElseThrow(), product);
      Optional<ConstantView> s = through(product.left(), scaling, scaling.right().orElseThrow(), w);
      if (s.isEmpty() || !w.axes().containsAll(s.get().axes())) {
        return false;
      }
      if (index.hasOneReader(scaling.output())) {
        nodes.remove(scaling.output());
      }
      put(
          new FloatNode.Contract(
              product.output(),
              product.shape(),
              product.summed(),
              new View(scaling.left().source(), product.left().axes()),
              Optional.of(scaledWeights(product, s.get()))));
      notes.add("scaling folded into the weights behind it", scaling.output());
      return true;
    }

    /** A constant that a producer reads, over the axes of its reader. */
    private Optional<ConstantView> through(
        View reader, FloatNode producer, View constant, ConstantView like) {
      Constant c = constants.get(constant.source());
      // Where the reader leaves the tensor it multiplies with zero, so the constant does not
      // matter.
      return ViewComposition.composeInside(
              reader, like.sizes(), producer.shape(), constant, c.shape())
          .map(v -> new ConstantView(v, c, like.sizes()));
    }

    /** {@code (c x + b) w = x (c w) + b w}, where the second is a constant of few entries. */
    private boolean foldSum(FloatNode.Combine sum, FloatNode.Contract product) {
      List<FloatNode.Combine.Term> tensors =
          sum.terms().stream().filter(t -> !constants.containsKey(t.view().source())).toList();
      boolean shifted = sum.terms().size() > 1 || sum.constant() != 0;
      if (tensors.size() != 1
          || (shifted
              && nodes.get(tensors.getFirst().view().source()) instanceof FloatNode.Contract c
              && !isScaling(c)
              && !MatrixFolding.fit(c, product, constants))) {
        // A product with its bias is stored once in any case.
        return false;
      }
      View view = tensors.getFirst().view();
      ConstantView w = constant(product.right().orElseThrow(), product);
      List<Integer> source = index.shape(view.source());
      Optional<View> left =
          ViewComposition.compose(product.left(), w.sizes(), sum.shape(), view, source);
      if (left.isEmpty()
          || (shifted && ViewComposition.readsOutside(product.left(), w.sizes(), sum.shape()))) {
        return false;
      }
      Optional<Shift> shift = shifted ? Shift.of(sum, product, w, constants) : Optional.empty();
      if (shifted && shift.isEmpty()) {
        return false;
      }
      double c = tensors.getFirst().coefficient();
      double[] weights = w.over(w.axes()).values().clone();
      Arrays.setAll(weights, i -> weights[i] * c);
      View right = define(w.view().source(), w, w.axes(), weights);
      nodes.remove(sum.output());
      String name = shifted ? product.output() + "/product" : product.output();
      put(
          new FloatNode.Contract(
              name, product.shape(), product.summed(), left.get(), Optional.of(right)));
      if (shifted) {
        View whole = View.identity(name, product.shape().size());
        View constant = define(product.output(), w, shift.get().axes(), shift.get().values());
        put(
            new FloatNode.Combine(
                product.output(),
                product.shape(),
                List.of(
                    new FloatNode.Combine.Term(1, whole), new FloatNode.Combine.Term(1, constant)),
                0));
      }
      notes.add("affine step folded into the weights behind it", sum.output());
      return true;
    }

    /** A factor that is no power of two goes into the weights of the product that it scales. */
    private boolean foldFactors(FloatNode.Combine sum) {
      List<FloatNode.Combine.Term> terms = new ArrayList<>();
      boolean folded = false;
      for (FloatNode.Combine.Term term : sum.terms()) {
        double c = term.coefficient();
        FloatNode.Contract product = replaceable(term.view().source());
        if (product == null || isPowerOfTwo(c) || c == 0 || readsTwice(sum, product.output())) {
          terms.add(term);
          continue;
        }
        ConstantView w = constant(product.right().orElseThrow(), product);
        double[] weights = w.over(w.axes()).values().clone();
        Arrays.setAll(weights, i -> weights[i] * c);
        View right = define(w.view().source(), w, w.axes(), weights);
        put(
            new FloatNode.Contract(
                product.output(),
                product.shape(),
                product.summed(),
                product.left(),
                Optional.of(right)));
        terms.add(new FloatNode.Combine.Term(1, term.view()));
        notes.add("factor folded into the weights before it", sum.output());
        folded = true;
      }
      if (folded) {
        put(new FloatNode.Combine(sum.output(), sum.shape(), terms, sum.constant()));
      }
      return folded;
    }

    private static boolean readsTwice(FloatNode node, String source) {
      return node.views().stream().filter(v -> v.source().equals(source)).count() > 1;
    }

    private static boolean isPowerOfTwo(double x) {
      return Math.abs(x) == Math.scalb(1.0, Math.getExponent(x));
    }
  }
}
