package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.probity.graph.Shapes;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.operator.Operators;
import org.probity.model.onnx.operator.Support;

/**
 * Well-formed files with graphs of random operators on random shapes, empty ones included: each is
 * either refused with a {@link ModelException} or runs to the end.
 */
class RandomGraphTest {
  private static final List<String> OPERATORS =
      Operators.supported().stream()
          .filter(s -> s.domain().isEmpty())
          .map(Support::operator)
          .toList();

  private static final String[] COUNTS = {
    "allowzero",
    "axis",
    "batch_axis",
    "blocksize",
    "ceil_mode",
    "center_point_box",
    "count_include_pad",
    "end",
    "exclusive",
    "fmod",
    "group",
    "hidden_size",
    "k",
    "keepdims",
    "largest",
    "new_axis",
    "noop_with_empty_axes",
    "num_groups",
    "num_outputs",
    "p",
    "reverse",
    "select_last_index",
    "sorted",
    "start",
    "time_axis",
    "to",
    "transA",
    "transB",
    "upper"
  };

  private static final String[] LISTS = {
    "axes", "dilations", "ends", "kernel_shape", "pads", "perm", "split", "starts", "strides"
  };

  private static final String[] TEXTS = {
    "reflect",
    "edge",
    "wrap",
    "LEFT",
    "RIGHT",
    "DCR",
    "CRD",
    "linear",
    "nearest",
    "tanh",
    "add",
    "SAME_UPPER",
    "VALID",
    "ij,jk->ik",
    "i,i->",
    "bidirectional"
  };

  private static final String[] TEXT_NAMES = {
    "mode", "direction", "approximate", "reduction", "auto_pad", "equation"
  };

  private static final int GRAPHS = 100;
  private static final int ATTEMPTS = 40;
  private static final int CONSTANTS = 6;

  private final List<String> names = new ArrayList<>();

  private static long[] shape(Random random) {
    return LongStream.range(0, random.nextInt(4)).map(d -> random.nextInt(8) % 4).toArray();
  }

  /** A file with the constants of a seed, the given nodes, and outputs by name. */
  private byte[] file(long seed, List<OnnxFile.Message> nodes, String... outputs) {
    Random random = new Random(seed);
    OnnxFile file = new OnnxFile(random.nextInt(7, 25)).input("x", 1, 3).input("z", 1, 2, 3, 3);
    for (int i = 0; i < CONSTANTS; i++) {
      long[] shape = shape(random);
      int size = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
      if (random.nextBoolean()) {
        file.floats("c" + i, shape, random.doubles(size, -2, 2).toArray());
      } else {
        long[] values = random.longs(size, -2, 4).toArray();
        file.initializer(OnnxFile.longTensor("c" + i, values, shape));
      }
    }
    nodes.forEach(file::add);
    for (String output : outputs) {
      file.output(output);
    }
    return file.toBytes();
  }

  private OnnxFile.Message node(Random random, String output) {
    List<String> inputs = new ArrayList<>();
    for (int n = random.nextInt(1, 6); n > 0; n--) {
      inputs.add(random.nextInt(12) == 0 ? "" : names.get(random.nextInt(names.size())));
    }
    List<OnnxFile.Message> attributes = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      String name = COUNTS[random.nextInt(COUNTS.length)];
      attributes.add(OnnxFile.integerAttribute(name, random.nextInt(-3, 12)));
    }
    if (random.nextInt(6) == 0) {
      String name = LISTS[random.nextInt(LISTS.length)];
      long[] values = random.longs(random.nextInt(4), -2, 4).toArray();
      attributes.add(OnnxFile.integersAttribute(name, values));
    }
    if (random.nextInt(6) == 0) {
      String name = TEXT_NAMES[random.nextInt(TEXT_NAMES.length)];
      attributes.add(Attributes.string(name, TEXTS[random.nextInt(TEXTS.length)]));
    }
    if (random.nextInt(6) == 0) {
      String name = List.of("alpha", "beta", "min", "max").get(random.nextInt(4));
      attributes.add(OnnxFile.realAttribute(name, random.nextDouble(-1, 2)));
    }
    return OnnxFile.node(
        OPERATORS.get(random.nextInt(OPERATORS.size())),
        String.join(",", inputs),
        output,
        attributes.toArray(OnnxFile.Message[]::new));
  }

  /** Grows a graph from random nodes, of which those stay that the importer takes. */
  private String grow(long seed, List<OnnxFile.Message> nodes) {
    Random random = new Random(seed);
    names.clear();
    names.addAll(List.of("x", "x", "x", "z"));
    IntStream.range(0, CONSTANTS).forEach(i -> names.add("c" + i));
    String last = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      String output = "t" + i;
      nodes.add(node(random, output));
      if (runs(random, file(seed, nodes, output))) {
        last = output;
      }
      if (knows(seed, nodes, output)) {
        names.addAll(List.of(output, output));
      } else {
        nodes.removeLast();
      }
    }
    return last;
  }

  /**
   * Whether the importer takes the node, even if its result is empty and so cannot be an output: a
   * computed probe reads its shape.
   */
  private boolean knows(long seed, List<OnnxFile.Message> nodes, String output) {
    List<OnnxFile.Message> extended = new ArrayList<>(nodes);
    extended.add(OnnxFile.node("Shape", output, "shape"));
    extended.add(OnnxFile.node("Expand", "x,shape", "probe"));
    try {
      OnnxImporter.read(file(seed, extended, "probe"));
      return true;
    } catch (ModelException e) {
      return !e.getMessage().contains("\"" + output + "\"");
    }
  }

  /** Whether the file is taken; if so, it must run to the end. */
  private static boolean runs(Random random, byte[] file) {
    try {
      FloatGraph graph = OnnxImporter.read(file);
      Map<String, double[]> sample = new HashMap<>();
      for (var port : graph.inputs()) {
        sample.put(port.name(), random.doubles(Shapes.size(port.tensorShape()), -1, 1).toArray());
      }
      return executes(graph, sample);
    } catch (ModelException e) {
      assertThat(e.getMessage()).isNotBlank().hasLineCount(1);
      return false;
    }
  }

  /** Only an index that is computed may be wrong. */
  private static boolean executes(FloatGraph graph, Map<String, double[]> sample) {
    try {
      assertThat(FloatExecutor.run(graph, sample)).isNotEmpty();
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("an index lies outside");
      return false;
    }
  }

  @Test
  void isRefusedOrRuns() {
    long start = System.nanoTime();
    int grown = 0;
    for (long seed = start; seed < start + GRAPHS; seed++) {
      List<OnnxFile.Message> nodes = new ArrayList<>();
      try {
        grown += grow(seed, nodes).isEmpty() ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(grown).as("graphs that ran").isGreaterThan(GRAPHS / 10);
  }
}
