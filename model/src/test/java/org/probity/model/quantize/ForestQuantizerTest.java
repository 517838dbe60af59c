package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Encoding;
import org.probity.graph.Port;
import org.probity.graph.Select;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;
import org.probity.model.onnx.Draw;
import org.probity.model.quantize.format.LeafValues;
import org.probity.model.trees.Aggregate;
import org.probity.model.trees.Condition;
import org.probity.model.trees.Ensemble;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;
import org.probity.testing.Seeds;

/** Forests as integer graphs: the same decisions on every input, sums within the stated bound. */
class ForestQuantizerTest {
  private static final double[] GRID = {-2, -1, -0.5, 0, 0.5, 1, 2, 3};

  /** A forest that is drawn, its ports and inputs that hit its thresholds. */
  private static final class Drawn {
    final Draw draw;
    final List<FloatPort> ports = new ArrayList<>();
    final List<View> views = new ArrayList<>();
    final List<Integer> counts = new ArrayList<>();
    final int rows;
    int features;

    Drawn(Draw draw) {
      this.draw = draw;
      rows = draw.integer(1, 5);
      int inputs = draw.integer(1, 3);
      for (int j = 0; j < inputs; j++) {
        int count = draw.integer(1, 4);
        String name = "x" + j;
        PortType type = draw.of(PortType.FLOAT32, PortType.FLOAT32, PortType.FLOAT64);
        ports.add(new FloatPort(name, name, List.of((long) rows, (long) count), type));
        views.add(new View(name, List.of(AxisIndex.along(0), AxisIndex.along(2 + j))));
        counts.add(count);
        features += count;
      }
    }

    Condition condition() {
      Precision p = draw.of(Precision.values());
      double t = draw.integer(0, 3) == 0 ? GRID[draw.integer(0, 7)] : draw.reals(1, -3, 3)[0];
      Condition c =
          switch (draw.integer(0, 8)) {
            case 0 -> p.less(t);
            case 1 -> p.greater(t);
            case 2 -> p.greaterOrEqual(t);
            case 3 -> p.equal(GRID[draw.integer(0, 7)]);
            case 4 -> p.notEqual(GRID[draw.integer(0, 7)]);
            case 5 -> p.member(GRID[draw.integer(0, 7)], GRID[draw.integer(0, 7)], 2);
            case 6 -> p.truncatedMember(draw.integer(0, 2), draw.integer(0, 3));
            default -> p.lessOrEqual(t);
          };
      return switch (draw.integer(0, 5)) {
        case 0 -> c.missing(true);
        case 1 -> c.missing(false);
        case 2 -> c.missingIsZero();
        case 3 -> c.missingOrZero(draw.flag());
        default -> c;
      };
    }

    /**
     * Draws trees.
     *
     * @param kind 0: one result, 1: a result for each tree, 2: all results at each leaf, 3: some
     *     result at each leaf, all at those of the first tree
     */
    Ensemble ensemble(int kind, int results, Aggregate aggregate) throws ModelException {
      EnsembleBuilder builder = new EnsembleBuilder("test", features, results).aggregate(aggregate);
      int trees = Math.max(results, draw.integer(1, 9));
      for (int t = 0; t < trees; t++) {
        builder.tree();
        int branches = draw.integer(0, draw.of(3, 20));
        // Random growth: deep and unbalanced now and then.
        List<Integer> open = new ArrayList<>(List.of(0));
        int next = 1;
        Map<Integer, int[]> inner = new HashMap<>();
        for (int b = 0; b < branches; b++) {
          int at = draw.flag() ? open.size() - 1 : draw.integer(0, open.size() - 1);
          int node = open.get(at);
          open.subList(at, at + 1).clear();
          inner.put(node, new int[] {next, next + 1});
          open.add(next++);
          open.add(next++);
        }
        for (int n = 0; n < next; n++) {
          int[] sides = inner.get(n);
          if (sides != null) {
            builder.branch(draw.integer(0, features - 1), condition(), sides[0], sides[1]);
          } else if (kind == 2 || (kind == 3 && t == 0)) {
            int[] all = IntStream.range(0, results).toArray();
            builder.leaf(all, draw.reals(results, -1, 1));
          } else {
            int result = kind == 0 ? 0 : kind == 1 ? t % results : draw.integer(0, results - 1);
            builder.leaf(result, draw.reals(1, -1, 1)[0]);
          }
        }
      }
      if (draw.flag()) {
        builder.base(results - 1, draw.reals(1, -1, 1)[0]);
      }
      return builder.build();
    }

    FloatGraph graph(Ensemble ensemble) {
      int results = ensemble.results();
      FloatPort output =
          new FloatPort("y", "y", List.of((long) rows, (long) results), PortType.FLOAT32);
      return new FloatGraph(
          ports,
          List.of(output),
          Map.of(),
          List.of(new FloatNode.Forest("y", List.of(rows, results), counts, views, ensemble)));
    }

    Map<String, double[]> sample() {
      Map<String, double[]> sample = new HashMap<>();
      for (FloatPort port : ports) {
        double[] x = new double[rows * Math.toIntExact(port.shape().getLast())];
        boolean single = port.type() == PortType.FLOAT32;
        for (int i = 0; i < x.length; i++) {
          double v =
              switch (draw.integer(0, 6)) {
                case 0 -> GRID[draw.integer(0, 7)];
                case 1 -> Math.nextUp(GRID[draw.integer(0, 7)]);
                case 2 -> Math.nextDown((float) GRID[draw.integer(0, 7)]);
                case 3 -> draw.of(Double.NaN, -0.0, 1e-36, -1e-36);
                case 4 -> draw.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30);
                default -> draw.reals(1, -3, 3)[0];
              };
          x[i] = single ? (float) v : v;
        }
        sample.put(port.name(), x);
      }
      return sample;
    }
  }

  private static void agree(FloatGraph graph, QuantizedModel model, Map<String, double[]> sample)
      throws ModelException {
    FloatNode.Forest forest = (FloatNode.Forest) graph.nodes().getFirst();
    double bound = new LeafValues("y", forest.ensemble()).error() + 1e-12;
    double[] expected = FloatExecutor.run(graph, sample).get("y");
    InputQuantizer inputs = new InputQuantizer(model.graph());
    Port port = model.graph().outputs().getFirst();
    double[] actual =
        inputs.toReal(
            port,
            IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(sample))
                .get(port.tensor()));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("y[%s]", i).isCloseTo(expected[i], within(bound));
    }
  }

  @Seeds(150)
  void decidesAsTheOriginal(long seed) throws ModelException {
    Draw draw = new Draw(seed);
    Drawn drawn = new Drawn(draw);
    int kind = draw.integer(0, 3);
    Aggregate aggregate = draw.of(Aggregate.values());
    int results = kind == 0 ? 1 : draw.integer(1, 3);
    FloatGraph graph = drawn.graph(drawn.ensemble(kind, results, aggregate));
    QuantizedModel model =
        Quantizer.quantize(graph, List.of(drawn.sample()), QuantizerOptions.defaults());
    assertThat(model.graph().inputs())
        .allSatisfy(p -> assertThat(p.encoding()).isInstanceOf(Encoding.Ordered.class));
    for (int i = 0; i < 10; i++) {
      agree(graph, model, drawn.sample());
    }
  }

  /** Sizes of everything that a key shows are rounded up. */
  @Test
  void sizesAreRoundedUp() throws ModelException {
    EnsembleBuilder builder = new EnsembleBuilder("test", 3, 1);
    for (int t = 0; t < 5; t++) {
      builder.tree();
      builder.branch(1, Precision.FLOAT32.less(t), 1, 2);
      builder.branch(1, Precision.FLOAT32.equal(t), 3, 4);
      builder.leaf(0, 1).leaf(0, 2).leaf(0, 3);
    }
    FloatGraph graph = oneRow(builder.build(), 3);
    QuantizedModel model =
        Quantizer.quantize(
            graph, List.of(Map.of("x", new double[] {1, 2, 3})), QuantizerOptions.defaults());
    List<Walk> walks =
        model.graph().nodes().stream()
            .filter(Walk.class::isInstance)
            .map(Walk.class::cast)
            .toList();
    assertThat(walks).hasSize(1);
    assertThat(walks.getFirst().depth()).isEqualTo(2);
    model
        .graph()
        .parameters()
        .forEach(p -> assertThat(Integer.bitCount(p.shape().getFirst())).as(p.name()).isEqualTo(1));
    model
        .graph()
        .tensors()
        .forEach(
            t -> {
              if (!t.name().equals("x")) {
                assertThat(Integer.bitCount(t.shape().getLast())).as(t.name()).isEqualTo(1);
              }
            });
    assertThat(model.notes()).anySatisfy(n -> assertThat(n).contains("trees y", "within"));
  }

  private static FloatGraph oneRow(Ensemble ensemble, int features) {
    return new FloatGraph(
        List.of(new FloatPort("x", "x", List.of(1L, (long) features), PortType.FLOAT32)),
        List.of(new FloatPort("y", "y", List.of(1L, (long) ensemble.results()), PortType.FLOAT32)),
        Map.of(),
        List.of(
            new FloatNode.Forest(
                "y",
                List.of(1, ensemble.results()),
                List.of(features),
                List.of(new View("x", List.of(AxisIndex.along(0), AxisIndex.along(2)))),
                ensemble)));
  }

  /** Thresholds alone need no choice of entries: they stand in the order of the columns. */
  @Test
  void thresholdsNeedNoSelection() throws ModelException {
    EnsembleBuilder builder = new EnsembleBuilder("test", 3, 1);
    builder.tree();
    builder.branch(2, Precision.FLOAT32.less(1), 1, 2);
    builder.branch(0, Precision.FLOAT32.lessOrEqual(2), 3, 4);
    builder.leaf(0, 1).leaf(0, 2).leaf(0, 3);
    QuantizedModel model =
        Quantizer.quantize(
            oneRow(builder.build(), 3),
            List.of(Map.of("x", new double[] {1, 2, 3})),
            QuantizerOptions.defaults());
    assertThat(model.graph().nodes().stream().filter(Select.class::isInstance)).hasSize(1);
    assertThat(model.graph().nodes().stream().filter(Bin.class::isInstance)).hasSize(1);
  }

  @Test
  void refusesWhatIsTooDeep() throws ModelException {
    EnsembleBuilder builder = new EnsembleBuilder("test", 1, 1);
    builder.tree();
    int depth = Walk.MAX_DEPTH + 1;
    for (int d = 0; d < depth; d++) {
      builder.branch(0, Precision.FLOAT32.less(d), 2 * d + 1, 2 * d + 2);
      builder.leaf(0, d);
    }
    builder.leaf(0, -1);
    FloatGraph graph = oneRow(builder.build(), 1);
    assertThatThrownBy(
            () ->
                Quantizer.quantize(
                    graph, List.of(Map.of("x", new double[] {1})), QuantizerOptions.defaults()))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("65 decisions", "limit their depth to 64");
  }

  /** A long thin tree, and a thousand of them. */
  @Test
  void largeForests() throws ModelException {
    Draw draw = new Draw(7);
    FloatGraph graph = oneRow(deep(draw), 20);
    double[] x = draw.reals(20, -3, 3);
    Arrays.setAll(x, i -> (float) x[i]);
    QuantizedModel model =
        Quantizer.quantize(graph, List.of(Map.of("x", x)), QuantizerOptions.defaults());
    for (int i = 0; i < 50; i++) {
      double[] row = draw.reals(20, -3, 3);
      Arrays.setAll(row, k -> (float) row[k]);
      agree(graph, model, Map.of("x", row));
    }
  }

  private static Ensemble deep(Draw draw) throws ModelException {
    EnsembleBuilder builder = new EnsembleBuilder("test", 20, 1);
    for (int t = 0; t < 300; t++) {
      builder.tree();
      int depth = 30;
      for (int d = 0; d < depth; d++) {
        boolean left = draw.flag();
        int leaf = 2 * d + 1;
        int next = 2 * d + 2;
        builder.branch(
            draw.integer(0, 19),
            Precision.FLOAT64.lessOrEqual(draw.reals(1, -3, 3)[0]).missing(draw.flag()),
            left ? leaf : next,
            left ? next : leaf);
        builder.leaf(0, draw.reals(1, -1, 1)[0]);
      }
      builder.leaf(0, 1);
    }
    return builder.build();
  }
}
