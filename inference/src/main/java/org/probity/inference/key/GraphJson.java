package org.probity.inference.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.inference.certificate.EncodingJson;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/** Integer graphs as JSON fields. */
final class GraphJson {
  private static final String FIRST = "first";
  private static final String LAST = "last";

  private final ViewJson views = new ViewJson();

  private GraphJson() {}

  static void encode(IntegerGraph graph, Json.Fields document) {
    document
        .put("inputs", Json.ofObjects(graph.inputs().stream().map(GraphJson::encode).toList()))
        .put("outputs", Json.ofObjects(graph.outputs().stream().map(GraphJson::encode).toList()))
        .put("tensors", Json.ofObjects(graph.tensors().stream().map(GraphJson::encode).toList()))
        .put(
            "parameters",
            Json.ofObjects(graph.parameters().stream().map(GraphJson::encode).toList()))
        .put("nodes", Json.ofObjects(graph.nodes().stream().map(GraphJson::encode).toList()));
  }

  /**
   * Reads a graph; nothing but the kinds of the fields is checked.
   *
   * @throws IllegalArgumentException if a shape, a format, a function or a node is none
   */
  static IntegerGraph decode(Json.Fields document) throws InvalidFileException {
    List<Tensor> tensors = new ArrayList<>();
    for (Json.Fields f : document.objects("tensors")) {
      tensors.add(new Tensor(f.text("name"), shape(f, "shape"), format(f)));
    }
    List<Parameter> parameters = new ArrayList<>();
    for (Json.Fields f : document.objects("parameters")) {
      parameters.add(new Parameter(f.text("name"), shape(f, "shape"), format(f)));
    }
    GraphJson decoder = new GraphJson();
    List<Node> nodes = new ArrayList<>();
    for (Json.Fields f : document.objects("nodes")) {
      nodes.add(decoder.node(f));
    }
    return new IntegerGraph(
        ports(document, "inputs"), ports(document, "outputs"), tensors, parameters, nodes);
  }

  private static List<Integer> shape(Json.Fields f, String name) throws InvalidFileException {
    return Arrays.stream(f.int32s(name)).boxed().toList();
  }

  private static Json.Fields encode(Port port) {
    Json.Fields fields =
        new Json.Fields()
            .put("name", port.name())
            .put("tensor", port.tensor())
            .put("shape", Json.of(port.shape().stream().mapToLong(d -> d).toArray()));
    EncodingJson.encode(port.encoding(), fields);
    return fields;
  }

  private static List<Port> ports(Json.Fields document, String name) throws InvalidFileException {
    List<Port> ports = new ArrayList<>();
    for (Json.Fields f : document.objects(name)) {
      List<Long> shape = Arrays.stream(f.integers("shape")).boxed().toList();
      ports.add(new Port(f.text("name"), f.text("tensor"), shape, EncodingJson.decode(f)));
    }
    return ports;
  }

  private static Json.Fields encode(Tensor tensor) {
    return declaration(tensor.name(), tensor.shape(), tensor.format());
  }

  private static Json.Fields encode(Parameter parameter) {
    return declaration(parameter.name(), parameter.shape(), parameter.format());
  }

  private static Json.Fields declaration(String name, List<Integer> shape, Format format) {
    return new Json.Fields()
        .put("name", name)
        .put("shape", Json.ofIntegers(shape))
        .put("fraction", format.fraction())
        .put("min", format.min())
        .put("max", format.max());
  }

  private static Format format(Json.Fields f) throws InvalidFileException {
    return new Format(f.int32("fraction"), f.integer("min"), f.integer("max"));
  }

  private static Json.Fields encode(Node node) {
    Json.Fields fields = new Json.Fields();
    switch (node) {
      case Contract n -> {
        fields.put("kind", "contract").put("output", n.output());
        fields.put("summed", Json.ofIntegers(n.summed()));
        List<View> sides = new ArrayList<>(List.of(n.left()));
        n.right().ifPresent(sides::add);
        putViews(sides, fields);
      }
      case Sum n -> {
        fields.put("kind", "sum").put("output", n.output()).put("bias", n.bias());
        long[] multipliers = n.addends().stream().mapToLong(Sum.Addend::multiplier).toArray();
        fields.put("multipliers", Json.of(multipliers));
        putViews(n.addends().stream().map(Sum.Addend::view).toList(), fields);
      }
      case Requantize n ->
          fields
              .put("kind", "requantize")
              .put("output", n.output())
              .put("input", n.input())
              .put("shift", n.shift())
              .put("function", FunctionNotation.format(n.function()));
      case Rescale n -> {
        fields.put("kind", "rescale").put("output", n.output()).put("input", n.input());
        fields.put("axes", Json.ofIntegers(n.axes()));
        int[] bits = new int[n.multipliers().length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(n.multipliers()[i]));
        fields.put("multipliers", Json.of(bits));
      }
      case Tabulate n -> {
        fields.put("kind", "tabulate").put("output", n.output()).put("input", n.input());
        fields.put("first", n.first()).put("table", Json.of(n.table()));
      }
      case Interpolate n ->
          fields
              .put("kind", "interpolate")
              .put("output", n.output())
              .put("input", n.input())
              .put("shift", n.shift())
              .put("degree", n.degree())
              .put("slope", n.slopeFraction())
              .put("curvature", n.curvatureFraction())
              .put("function", FunctionNotation.format(n.function()));
      case Divide n -> {
        fields.put("kind", "divide").put("output", n.output()).put("dividend", n.dividend());
        fields.put("shift", n.shift());
        putViews(List.of(n.divisor()), fields);
      }
      case Extremum n -> {
        fields.put("kind", n.minimum() ? "minimum" : "maximum").put("output", n.output());
        fields.put("window", Json.ofIntegers(n.window()));
        putViews(n.operands(), fields);
      }
      case Ranking n -> {
        fields.put("kind", n.minimum() ? "smallest" : "largest").put("output", n.output());
        fields.put("count", n.count()).put("ties", n.lastIndex() ? LAST : FIRST);
        putViews(List.of(n.input()), fields);
      }
      case Select n -> {
        fields.put("kind", "select").put("output", n.output()).put("count", n.count());
        putViews(List.of(n.data(), n.index()), fields);
      }
      case Softmax n ->
          fields
              .put("kind", "softmax")
              .put("output", n.output())
              .put("input", n.input())
              .put("axis", n.axis())
              .put("exponent", n.exponentFraction());
      case Bin n -> {
        fields.put("kind", "bin").put("output", n.output()).put("words", n.words());
        fields.put("group", n.group()).put("bounds", Json.of(n.bounds()));
        fields.put("rank", n.rank());
        putViews(List.of(n.input()), fields);
      }
      case Walk n -> {
        fields.put("kind", "walk").put("output", n.output());
        fields.put("features", n.features()).put("depth", n.depth());
        fields.put("firstLeaf", n.firstLeaf()).put("feature", n.feature());
        fields.put("threshold", n.threshold()).put("child", n.child());
        putViews(List.of(n.ranks()), fields);
      }
    }
    return fields;
  }

  private static void putViews(List<View> views, Json.Fields fields) {
    fields.put("views", Json.ofObjects(views.stream().map(ViewJson::encode).toList()));
  }

  private Node node(Json.Fields f) throws InvalidFileException {
    String output = f.text("output");
    return switch (f.text("kind")) {
      case "contract" -> {
        List<View> sides = views(f, 1, 2);
        Optional<View> right = sides.size() == 2 ? Optional.of(sides.get(1)) : Optional.empty();
        yield new Contract(output, shape(f, "summed"), sides.getFirst(), right);
      }
      case "sum" -> new Sum(output, addends(f), f.integer("bias"));
      case "requantize" ->
          new Requantize(
              output,
              f.text("input"),
              f.int32("shift"),
              FunctionNotation.parse(f.text("function")));
      case "rescale" -> new Rescale(output, f.text("input"), shape(f, "axes"), multipliers(f));
      case "tabulate" ->
          new Tabulate(output, f.text("input"), f.integer("first"), f.int32s("table"));
      case "interpolate" ->
          new Interpolate(
              output,
              f.text("input"),
              f.int32("shift"),
              f.int32("degree"),
              f.int32("slope"),
              f.int32("curvature"),
              FunctionNotation.parse(f.text("function")));
      case "divide" ->
          new Divide(output, f.text("dividend"), views(f, 1, 1).getFirst(), f.int32("shift"));
      case "maximum" -> new Extremum(output, shape(f, "window"), views(f), false);
      case "minimum" -> new Extremum(output, shape(f, "window"), views(f), true);
      case "largest" -> ranking(output, f, false);
      case "smallest" -> ranking(output, f, true);
      case "select" -> {
        List<View> operands = views(f, 2, 2);
        yield new Select(output, f.int32("count"), operands.getFirst(), operands.getLast());
      }
      case "softmax" -> new Softmax(output, f.text("input"), f.int32("axis"), f.int32("exponent"));
      case "bin" ->
          new Bin(
              output,
              views(f, 1, 1).getFirst(),
              f.int32("words"),
              f.text("group"),
              f.texts("bounds"),
              f.text("rank"));
      case "walk" ->
          new Walk(
              output,
              views(f, 1, 1).getFirst(),
              f.int32("features"),
              f.int32("depth"),
              f.int32("firstLeaf"),
              f.text("feature"),
              f.text("threshold"),
              f.text("child"));
      default -> throw new InvalidFileException("a node is of an unknown kind");
    };
  }

  /** The bits of float32 numbers. */
  private static float[] multipliers(Json.Fields f) throws InvalidFileException {
    int[] bits = f.int32s("multipliers");
    float[] multipliers = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      multipliers[i] = Float.intBitsToFloat(bits[i]);
    }
    return multipliers;
  }

  private Ranking ranking(String output, Json.Fields f, boolean minimum)
      throws InvalidFileException {
    boolean last =
        switch (f.text("ties")) {
          case FIRST -> false;
          case LAST -> true;
          default -> throw new InvalidFileException("a ranking has an unknown order of ties");
        };
    return new Ranking(output, f.int32("count"), views(f, 1, 1).getFirst(), last, minimum);
  }

  private List<View> views(Json.Fields f) throws InvalidFileException {
    List<View> decoded = new ArrayList<>();
    for (Json.Fields view : f.objects("views")) {
      decoded.add(views.decode(view));
    }
    return decoded;
  }

  private List<View> views(Json.Fields f, int min, int max) throws InvalidFileException {
    List<View> decoded = views(f);
    if (decoded.size() < min || decoded.size() > max) {
      throw new InvalidFileException("a node has the wrong number of views");
    }
    return decoded;
  }

  private List<Sum.Addend> addends(Json.Fields f) throws InvalidFileException {
    long[] multipliers = f.integers("multipliers");
    List<View> operands = views(f, multipliers.length, multipliers.length);
    List<Sum.Addend> addends = new ArrayList<>();
    for (int i = 0; i < multipliers.length; i++) {
      addends.add(new Sum.Addend(operands.get(i), multipliers[i]));
    }
    return addends;
  }
}
