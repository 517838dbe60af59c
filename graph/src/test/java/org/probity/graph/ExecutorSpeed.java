package org.probity.graph;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.probity.graph.bound.AccumulatorRange;
import org.probity.graph.execution.IntegerExecutor;

/** Prints how long layers of the kind of ResNet-18's and MobileNet's take. Run by hand. */
final class ExecutorSpeed {
  private static final OperatingSystemMXBean CPU =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, int[]> weights = new HashMap<>();
  private final Random random = new Random(1);
  private final boolean channelsLast;

  private ExecutorSpeed(boolean channelsLast) {
    this.channelsLast = channelsLast;
  }

  private Map<String, Tensor> byName() {
    Map<String, Tensor> map = new HashMap<>();
    tensors.forEach(t -> map.put(t.name(), t));
    return map;
  }

  private Tensor image(String name, int size, int channels) {
    Tensor t =
        new Tensor(
            name,
            channelsLast ? List.of(size, size, channels) : List.of(channels, size, size),
            Format.signed(4, 8));
    tensors.add(t);
    return t;
  }

  private String conv(
      String x, int size, int in, int out, int window, int stride, boolean depthwise) {
    int to = size / stride;
    String name = "c" + nodes.size();
    int pad = window / 2;
    int channelAxis = channelsLast ? 2 : 0;
    int rowAxis = channelsLast ? 0 : 1;
    AxisIndex row = new AxisIndex.Strided(List.of(rowAxis, 4), List.of(stride, 1), -pad, 1);
    AxisIndex column = new AxisIndex.Strided(List.of(rowAxis + 1, 5), List.of(stride, 1), -pad, 1);
    AxisIndex channel = AxisIndex.along(depthwise ? channelAxis : 3);
    AxisIndex outChannel = AxisIndex.along(channelAxis);
    View left =
        new View(x, channelsLast ? List.of(row, column, channel) : List.of(channel, row, column));
    int inner = depthwise ? 1 : in;
    Parameter w =
        new Parameter(
            "w" + name,
            channelsLast
                ? List.of(window, window, inner, out)
                : List.of(out, inner, window, window),
            Format.signed(6, 8));
    parameters.add(w);
    weights.put(w.name(), random.ints(w.size(), -128, 128).toArray());
    View right =
        new View(
            w.name(),
            channelsLast
                ? List.of(AxisIndex.along(4), AxisIndex.along(5), AxisIndex.along(3), outChannel)
                : List.of(outChannel, AxisIndex.along(3), AxisIndex.along(4), AxisIndex.along(5)));
    Contract node = new Contract(name, List.of(inner, window, window), left, Optional.of(right));
    List<Integer> shape = channelsLast ? List.of(to, to, out) : List.of(out, to, to);
    Map<String, Parameter> p = new HashMap<>();
    parameters.forEach(q -> p.put(q.name(), q));
    tensors.add(new Tensor(name, shape, AccumulatorRange.format(node, shape, 10, byName(), p)));
    nodes.add(node);
    nodes.add(
        new Requantize(name + "q", name, 10, RealFunction.unary(RealFunction.UnaryOperator.RELU)));
    image(name + "q", to, out);
    return name + "q";
  }

  private void time(String what) {
    Tensor x = tensors.getFirst();
    Port port = new Port("x", x.name(), List.of((long) x.size()));
    IntegerGraph graph = new IntegerGraph(List.of(port), List.of(), tensors, parameters, nodes);
    int[] input = random.ints(x.size(), -128, 128).toArray();
    for (int i = 0; i < 12; i++) {
      long start = System.nanoTime();
      long startCpu = CPU.getProcessCpuTime();
      IntegerExecutor.run(graph, new Parameters(weights), Map.of("x", input));
      System.out.printf(
          "%s %s: %d ms, of all cores %d ms%n",
          what,
          channelsLast ? "NHWC" : "NCHW",
          (System.nanoTime() - start) / 1_000_000,
          (CPU.getProcessCpuTime() - startCpu) / 1_000_000);
    }
  }

  private void resNet() {
    image("x", 32, 3);
    String x = conv("x", 32, 3, 64, 3, 1, false);
    int channels = 64;
    int size = 32;
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < 4; block++) {
        boolean down = stage > 0 && block == 0;
        x = conv(x, size, channels, 64 << stage, 3, down ? 2 : 1, false);
        channels = 64 << stage;
        size = down ? size / 2 : size;
      }
    }
    time("ResNet-18");
  }

  private void mobile() {
    image("x", 56, 128);
    String x = "x";
    for (int block = 0; block < 4; block++) {
      x = conv(x, 56, 128, 128, 3, 1, true);
      x = conv(x, 56, 128, 128, 1, 1, false);
    }
    time("separable");
  }

  public static void main(String[] args) {
    for (boolean last : new boolean[] {true, false}) {
      new ExecutorSpeed(last).resNet();
      new ExecutorSpeed(last).mobile();
    }
  }
}
