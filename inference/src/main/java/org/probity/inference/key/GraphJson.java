package org.probity.inference.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.model.graph.Activation;
import org.probity.model.graph.Affine;
import org.probity.model.graph.ArgMax;
import org.probity.model.graph.Format;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Linear;
import org.probity.model.graph.Node;
import org.probity.model.graph.Parameter;
import org.probity.model.graph.Port;
import org.probity.model.graph.Requantize;
import org.probity.model.graph.Softmax;
import org.probity.model.graph.Sum;
import org.probity.model.graph.Tensor;

/** Integer graphs as JSON fields. */
final class GraphJson {
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

  /** Reads a graph; nothing but the kinds of the fields is checked. */
  static IntegerGraph decode(Json.Fields document) throws InvalidFileException {
    List<Tensor> tensors = new ArrayList<>();
    for (Json.Fields f : document.objects("tensors")) {
      tensors.add(tensor(f));
    }
    List<Parameter> parameters = new ArrayList<>();
    for (Json.Fields f : document.objects("parameters")) {
      parameters.add(new Parameter(f.text("name"), f.int32("rows"), f.int32("columns"), format(f)));
    }
    List<Node> nodes = new ArrayList<>();
    for (Json.Fields f : document.objects("nodes")) {
      nodes.add(node(f));
    }
    return new IntegerGraph(
        ports(document, "inputs"), ports(document, "outputs"), tensors, parameters, nodes);
  }

  private static Json.Fields encode(Port port) {
    List<Json> shape = new ArrayList<>();
    port.shape().forEach(d -> shape.add(new Json.Numeral(Long.toString(d))));
    return new Json.Fields()
        .put("name", port.name())
        .put("tensor", port.tensor())
        .put("shape", new Json.Array(shape));
  }

  private static List<Port> ports(Json.Fields document, String name) throws InvalidFileException {
    List<Port> ports = new ArrayList<>();
    for (Json.Fields f : document.objects(name)) {
      List<Long> shape = Arrays.stream(f.integers("shape")).boxed().toList();
      ports.add(new Port(f.text("name"), f.text("tensor"), shape));
    }
    return ports;
  }

  private static Json.Fields encode(Tensor tensor) {
    Json.Fields fields =
        new Json.Fields()
            .put("name", tensor.name())
            .put("rows", tensor.rows())
            .put("features", tensor.features());
    return encode(tensor.format(), fields);
  }

  private static Tensor tensor(Json.Fields f) throws InvalidFileException {
    try {
      return new Tensor(f.text("name"), f.int32("rows"), f.int32("features"), format(f));
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  private static Json.Fields encode(Parameter parameter) {
    Json.Fields fields =
        new Json.Fields()
            .put("name", parameter.name())
            .put("rows", parameter.rows())
            .put("columns", parameter.columns());
    return encode(parameter.format(), fields);
  }

  private static Json.Fields encode(Format format, Json.Fields fields) {
    return fields
        .put("fraction", format.fraction())
        .put("min", format.min())
        .put("max", format.max());
  }

  private static Format format(Json.Fields f) throws InvalidFileException {
    try {
      return new Format(f.int32("fraction"), f.integer("min"), f.integer("max"));
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  private static Json.Fields encode(Node node) {
    Json.Fields fields = new Json.Fields();
    switch (node) {
      case Linear n -> {
        fields.put("kind", "linear").put("output", n.output()).put("input", n.input());
        fields.put("weight", n.weight());
        n.bias().ifPresent(b -> fields.put("bias", b));
      }
      case Affine n -> {
        fields.put("kind", "affine").put("output", n.output()).put("input", n.input());
        fields.put("scale", n.scale());
        n.bias().ifPresent(b -> fields.put("bias", b));
      }
      case Sum n -> {
        List<Json> multipliers = new ArrayList<>();
        n.addends().forEach(a -> multipliers.add(new Json.Numeral(Long.toString(a.multiplier()))));
        fields.put("kind", "sum").put("output", n.output());
        fields.put("addends", Json.of(n.inputs())).put("multipliers", new Json.Array(multipliers));
        fields.put("bias", n.bias());
      }
      case Requantize n -> {
        fields.put("kind", "requantize").put("output", n.output()).put("input", n.input());
        fields.put("shift", n.shift());
        encode(n.activation(), fields);
      }
      case ArgMax n ->
          fields
              .put("kind", n.lastIndex() ? "argmax, last" : "argmax, first")
              .put("output", n.output())
              .put("input", n.input());
      case Softmax n ->
          fields
              .put("kind", "softmax")
              .put("output", n.output())
              .put("input", n.input())
              .put("exponent", n.exponentFraction());
    }
    return fields;
  }

  private static void encode(Activation activation, Json.Fields fields) {
    switch (activation) {
      case Activation.Identity _ -> fields.put("activation", "identity");
      case Activation.Relu _ -> fields.put("activation", "relu");
      case Activation.LeakyRelu(double slope) ->
          fields.put("activation", "leaky relu").put("slope", Double.toString(slope));
      case Activation.Clip(double low, double high) ->
          fields
              .put("activation", "clip")
              .put("low", Double.toString(low))
              .put("high", Double.toString(high));
      case Activation.Sigmoid _ -> fields.put("activation", "sigmoid");
      case Activation.Tanh _ -> fields.put("activation", "tanh");
    }
  }

  private static Node node(Json.Fields f) throws InvalidFileException {
    String kind = f.text("kind");
    String output = f.text("output");
    try {
      return switch (kind) {
        case "linear" -> new Linear(output, f.text("input"), f.text("weight"), bias(f));
        case "affine" -> new Affine(output, f.text("input"), f.text("scale"), bias(f));
        case "sum" -> new Sum(output, addends(f), f.integer("bias"));
        case "requantize" ->
            new Requantize(output, f.text("input"), f.int32("shift"), activation(f));
        case "argmax, first" -> new ArgMax(output, f.text("input"), false);
        case "argmax, last" -> new ArgMax(output, f.text("input"), true);
        case "softmax" -> new Softmax(output, f.text("input"), f.int32("exponent"));
        default -> throw new InvalidFileException("a node is of an unknown kind");
      };
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  private static Optional<String> bias(Json.Fields f) throws InvalidFileException {
    return f.has("bias") ? Optional.of(f.text("bias")) : Optional.empty();
  }

  private static List<Sum.Addend> addends(Json.Fields f) throws InvalidFileException {
    List<String> tensors = f.texts("addends");
    long[] multipliers = f.integers("multipliers");
    if (tensors.size() != multipliers.length) {
      throw new InvalidFileException("a sum has not as many multipliers as addends");
    }
    List<Sum.Addend> addends = new ArrayList<>();
    for (int i = 0; i < multipliers.length; i++) {
      addends.add(new Sum.Addend(tensors.get(i), multipliers[i]));
    }
    return addends;
  }

  private static Activation activation(Json.Fields f) throws InvalidFileException {
    return switch (f.text("activation")) {
      case "identity" -> new Activation.Identity();
      case "relu" -> new Activation.Relu();
      case "leaky relu" -> new Activation.LeakyRelu(real(f, "slope"));
      case "clip" -> new Activation.Clip(real(f, "low"), real(f, "high"));
      case "sigmoid" -> new Activation.Sigmoid();
      case "tanh" -> new Activation.Tanh();
      default -> throw new InvalidFileException("a node has an unknown activation");
    };
  }

  /** Spelled as by {@link Double#toString(double)}; infinities are allowed. */
  private static double real(Json.Fields f, String name) throws InvalidFileException {
    try {
      return Double.parseDouble(f.text(name));
    } catch (NumberFormatException e) {
      throw new InvalidFileException("field '" + name + "' is not a real number");
    }
  }
}
