package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/**
 * What parts of a concatenation are scaled with and shifted by moves into the weights behind it:
 * {@code [s x + b, y] w = [x, y] [s w1, w2] + b w1}. Only for tensors that are of about the same
 * size without it, for a concatenation is stored in one format: columns that have been normalised,
 * each by a power of two.
 *
 * @param normalised tensors of about the same size
 */
record PartFolding(Set<String> normalised) implements Rewrite {
  /** Most entries of a concatenation that is taken apart, and most parts of one. */
  private static final int MAX_ENTRIES = 1 << 14;

  private static final int MAX_PARTS = 256;

  PartFolding {
    normalised = Set.copyOf(normalised);
  }

  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    return normalised.isEmpty() ? graph : new Pass(graph, notes).run();
  }

  private final class Pass {
    private final FloatGraph graph;
    private final Notes notes;
    private final GraphIndex index;
    private final Map<String, Constant> constants;
    private final List<FloatNode> nodes = new ArrayList<>();

    Pass(FloatGraph graph, Notes notes) {
      this.graph = graph;
      this.notes = notes;
      this.index = new GraphIndex(graph);
      this.constants = new HashMap<>(graph.constants());
    }

    FloatGraph run() {
      for (FloatNode node : graph.nodes()) {
        if (!(node instanceof FloatNode.Contract product && folded(product))) {
          nodes.add(node);
        }
      }
      return nodes.equals(graph.nodes())
          ? graph
          : new FloatGraph(graph.inputs(), graph.outputs(), constants, nodes);
    }

    /** The producer of a tensor that one node reads. */
    private FloatNode soleUse(String tensor) {
      return index.hasOneReader(tensor) ? index.producer(tensor) : null;
    }

    private boolean isWeighted(FloatNode.Contract node) {
      return node.right().isPresent()
          && index.isConstant(node.right().get().source())
          && !index.isConstant(node.left().source());
    }

    private ConstantView weights(FloatNode.Contract node) {
      View right = node.right().orElseThrow();
      return new ConstantView(right, constants.get(right.source()), FloatNodes.axes(node));
    }

    /** Writes a product of what is left of its operand, if that is a sum of parts. */
    private boolean folded(FloatNode.Contract product) {
      if (!isWeighted(product)
          || !index.hasOneReader(product.right().orElseThrow().source())
          || !(soleUse(product.left().source()) instanceof FloatNode.Combine sum)
          || Shapes.size(sum.shape()) > MAX_ENTRIES
          || ViewComposition.readsOutside(product.left(), FloatNodes.axes(product), sum.shape())) {
        return false;
      }
      Parts parts = new Parts(sum.shape());
      boolean flat =
          sum.terms().stream()
              .allMatch(t -> parts.add(t.view(), constantly(t.coefficient(), sum.shape())));
      Arrays.setAll(parts.shift, i -> parts.shift[i] + sum.constant());
      Optional<double[]> factors = parts.factors();
      if (!flat || !parts.changed || factors.isEmpty()) {
        return false;
      }
      ConstantView w = weights(product);
      Optional<ConstantView> scale = alongUsedAxes(product, sum.shape(), factors.get());
      if (scale.isEmpty() || !w.axes().containsAll(scale.get().axes())) {
        return false;
      }
      Optional<FloatNode.Combine> behind = shifted(product, sum.shape(), parts.shift, w);
      if (behind.isEmpty()) {
        return false;
      }
      String name = product.output() + "/product";
      boolean shifts = !behind.get().terms().isEmpty();
      String concatenation = unused(sum.output() + "/parts");
      nodes.add(new FloatNode.Combine(concatenation, sum.shape(), parts.terms(), 0));
      double[] scaled = w.over(w.axes()).values().clone();
      double[] by = scale.get().over(w.axes()).values();
      Arrays.setAll(scaled, i -> scaled[i] * by[i]);
      nodes.add(
          new FloatNode.Contract(
              shifts ? name : product.output(),
              product.shape(),
              product.summed(),
              new View(concatenation, product.left().axes()),
              Optional.of(define(w, w.axes(), scaled))));
      if (shifts) {
        List<FloatNode.Combine.Term> terms = new ArrayList<>(behind.get().terms());
        terms.addFirst(new FloatNode.Combine.Term(1, View.identity(name, product.shape().size())));
        nodes.add(new FloatNode.Combine(product.output(), product.shape(), terms, 0));
      }
      notes.add("affine steps on parts folded into the weights behind them", product.output());
      return true;
    }

    /** A constant over the axes of a sum as its product reads it, along those where it varies. */
    private Optional<ConstantView> alongUsedAxes(
        FloatNode.Contract product, List<Integer> shape, double[] values) {
      List<Integer> used =
          IntStream.range(0, shape.size()).filter(d -> varies(values, shape, d)).boxed().toList();
      List<AxisIndex> first =
          IntStream.range(0, shape.size())
              .mapToObj(d -> used.contains(d) ? AxisIndex.along(used.indexOf(d)) : AxisIndex.at(0))
              .toList();
      List<Integer> own = used.isEmpty() ? List.of(1) : used.stream().map(shape::get).toList();
      FloatNode shrunk = new FloatNode.Layout("shrunk", own, new View("all", first));
      double[] least = FloatExecutor.compute(shrunk, Map.of("all", new Constant(shape, values)));
      int[] sizes = FloatNodes.axes(product);
      View along = ConstantView.along("least", used);
      return ViewComposition.composeInside(product.left(), sizes, shape, along, own)
          .map(view -> new ConstantView(view, new Constant(own, least), sizes));
    }

    private static boolean varies(double[] values, List<Integer> shape, int axis) {
      int stride = Shapes.strides(shape)[axis];
      int size = shape.get(axis);
      return IntStream.range(0, values.length)
          .anyMatch(i -> i / stride % size > 0 && values[i] != values[i - stride]);
    }

    /** What is added behind the product: a sum without or with one constant. */
    private Optional<FloatNode.Combine> shifted(
        FloatNode.Contract product, List<Integer> shape, double[] shift, ConstantView w) {
      List<Integer> out = product.shape();
      if (Arrays.stream(shift).allMatch(v -> v == 0)) {
        return Optional.of(new FloatNode.Combine(product.output(), out, List.of(), 0));
      }
      Map<String, Constant> known = new HashMap<>(constants);
      String name = unused(product.output() + "/shift");
      known.put(name, new Constant(shape, shift));
      FloatNode.Combine.Term term =
          new FloatNode.Combine.Term(1, View.identity(name, shape.size()));
      FloatNode.Combine sum =
          new FloatNode.Combine(product.left().source(), shape, List.of(term), 0);
      return Shift.of(sum, product, w, known)
          .map(
              s -> {
                List<Integer> own =
                    s.axes().isEmpty() ? List.of(1) : s.axes().stream().map(out::get).toList();
                constants.put(name, new Constant(own, s.values()));
                View view = ConstantView.along(name, s.axes());
                return new FloatNode.Combine(
                    product.output(), out, List.of(new FloatNode.Combine.Term(1, view)), 0);
              });
    }

    private View define(ConstantView like, List<Integer> axes, double[] values) {
      String name = unused(like.view().source() + "/scaled");
      List<Integer> shape =
          axes.isEmpty() ? List.of(1) : axes.stream().map(a -> like.sizes()[a]).toList();
      constants.put(name, new Constant(shape, values));
      return ConstantView.along(name, axes);
    }

    private String unused(String wanted) {
      String name = wanted;
      for (int i = 2; constants.containsKey(name) || index.shape(name) != null; i++) {
        name = wanted + i;
      }
      return name;
    }

    private static double[] constantly(double value, List<Integer> shape) {
      double[] values = new double[Shapes.size(shape)];
      Arrays.fill(values, value);
      return values;
    }

    /** The parts of one sum, over its cells. */
    private final class Parts {
      private final List<Integer> shape;
      private final int[] sizes;
      private final List<View> views = new ArrayList<>();

      /** By part: what it is multiplied with, by cell. */
      private final List<double[]> scales = new ArrayList<>();

      /** What is added, by cell. */
      final double[] shift;

      /** Whether there is anything to be moved. */
      boolean changed;

      Parts(List<Integer> shape) {
        this.shape = shape;
        this.sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        this.shift = new double[Shapes.size(shape)];
      }

      /** Adds what a view reads, times factors; whether it can be taken apart. */
      boolean add(View view, double[] by) {
        Constant c = constants.get(view.source());
        if (c != null) {
          double[] values = read(view, c);
          Arrays.setAll(shift, i -> shift[i] + by[i] * values[i]);
          changed = true;
          return true;
        }
        if (normalised.contains(view.source())) {
          return leaf(view, by);
        }
        return switch (soleUse(view.source())) {
          case FloatNode.Contract s when isScaling(s) && isAlike(s.left().source()) ->
              addScaled(view, s, by);
          case FloatNode.Combine s when isCopy(s) || isAlike(s.output()) -> addSum(view, s, by);
          case null, default -> leaf(view, by);
        };
      }

      private boolean leaf(View view, double[] by) {
        views.add(view);
        scales.add(by);
        boolean scaled = Arrays.stream(by).anyMatch(f -> f != 1);
        changed |= scaled;
        return views.size() <= MAX_PARTS && (!scaled || isAlike(view.source()));
      }

      private boolean addScaled(View view, FloatNode.Contract scaling, double[] by) {
        ConstantView s = weights(scaling);
        List<Integer> all = IntStream.range(0, scaling.shape().size()).boxed().toList();
        double[] factors = read(view, s.over(all));
        double[] product = new double[by.length];
        // Where the view leaves the tensor, its factor does not matter.
        double[] inside = inside(view);
        Arrays.setAll(product, i -> inside[i] == 0 ? by[i] : by[i] * factors[i]);
        return add(new View(scaling.left().source(), view.axes()), product);
      }

      private boolean addSum(View view, FloatNode.Combine sum, double[] by) {
        changed = true;
        double[] inside = inside(view);
        Arrays.setAll(shift, i -> shift[i] + by[i] * inside[i] * sum.constant());
        for (FloatNode.Combine.Term term : sum.terms()) {
          Optional<View> composed =
              ViewComposition.compose(
                  view, sizes, sum.shape(), term.view(), index.shape(term.view().source()));
          double[] product = by.clone();
          Arrays.setAll(product, i -> product[i] * term.coefficient());
          if (composed.isEmpty() || !add(composed.get(), product)) {
            return false;
          }
        }
        return true;
      }

      private double[] read(View view, Constant constant) {
        FloatNode layout = new FloatNode.Layout("read", shape, view);
        return FloatExecutor.compute(layout, Map.of(view.source(), constant));
      }

      /** One where a view reads a cell, zero where it reads none. */
      private double[] inside(View view) {
        List<Integer> source = index.shape(view.source());
        return read(view, new Constant(source, constantly(1, source)));
      }

      /** The parts without their factors; those of one tensor are one where they can be. */
      List<FloatNode.Combine.Term> terms() {
        Map<String, List<View>> bySource = new LinkedHashMap<>();
        views.forEach(v -> bySource.computeIfAbsent(v.source(), _ -> new ArrayList<>()).add(v));
        return bySource.values().stream()
            .flatMap(same -> same.size() == 1 ? same.stream() : joined(same))
            .map(v -> new FloatNode.Combine.Term(1, v))
            .toList();
      }

      /** Views of one tensor that do not overlap as one, if that is a simple one. */
      private Stream<View> joined(List<View> same) {
        List<Integer> source = index.shape(same.getFirst().source());
        double[] numbers = IntStream.rangeClosed(1, Shapes.size(source)).asDoubleStream().toArray();
        int[] cells = new int[shift.length];
        Arrays.fill(cells, -1);
        for (View view : same) {
          double[] read = read(view, new Constant(source, numbers));
          for (int i = 0; i < cells.length; i++) {
            if (read[i] > 0) {
              if (cells[i] >= 0) {
                return same.stream();
              }
              cells[i] = (int) read[i] - 1;
            }
          }
        }
        int[] axes = IntStream.range(0, sizes.length).toArray();
        return new IndexTable(source, axes, sizes, cells)
            .factor()
            .map(entries -> Stream.of(new View(same.getFirst().source(), entries)))
            .orElseGet(same::stream);
      }

      /** The factor of each cell, if there is one that is not zero: parts may overlap. */
      Optional<double[]> factors() {
        double[] factors = constantly(1, shape);
        boolean[] covered = new boolean[factors.length];
        for (int p = 0; p < views.size(); p++) {
          double[] inside = inside(views.get(p));
          double[] by = scales.get(p);
          for (int i = 0; i < factors.length; i++) {
            if (inside[i] != 0) {
              if (by[i] == 0 || (covered[i] && factors[i] != by[i])) {
                return Optional.empty();
              }
              factors[i] = by[i];
              covered[i] = true;
            }
          }
        }
        return Optional.of(factors);
      }
    }

    /** An element-wise product with constants. */
    private boolean isScaling(FloatNode.Contract node) {
      return node.summed().isEmpty()
          && isWeighted(node)
          && ViewComposition.isWhole(node.left(), node.shape(), index.shape(node.left().source()));
    }

    /** Whether every entry is one of a part. */
    private boolean isCopy(FloatNode.Combine sum) {
      return sum.constant() == 0
          && sum.terms().stream()
              .allMatch(t -> t.coefficient() == 1 && !index.isConstant(t.view().source()));
    }

    /** Whether a tensor's entries are of about the same size: normalised ones, however scaled. */
    private boolean isAlike(String tensor) {
      if (normalised.contains(tensor)) {
        return true;
      }
      return switch (index.producer(tensor)) {
        case FloatNode.Contract c -> isScaling(c) && isAlike(c.left().source());
        case FloatNode.Combine c ->
            c.terms().stream()
                .map(t -> t.view().source())
                .allMatch(t -> index.isConstant(t) || isAlike(t));
        case null, default -> false;
      };
    }
  }
}
