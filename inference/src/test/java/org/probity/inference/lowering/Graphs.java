package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.model.graph.AccumulatorRange;
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

/** Builds small integer graphs for tests, with accumulator formats filled in. */
public final class Graphs {
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private int weightFraction = 2;

  public Graphs input(String name, int rows, int features, Format format) {
    tensors.put(name, new Tensor(name, rows, features, format));
    inputs.add(new Port(name, name, List.of((long) rows, (long) features)));
    return this;
  }

  public Graphs output(String tensor) {
    Tensor t = tensors.get(tensor);
    outputs.add(new Port(tensor, tensor, List.of((long) t.rows(), (long) t.features())));
    return this;
  }

  /** Fraction of the parameters that follow. */
  public Graphs weightFraction(int fraction) {
    weightFraction = fraction;
    return this;
  }

  public Graphs linear(String out, String in, int features, int bits, int biasBits) {
    Tensor x = tensors.get(in);
    parameter(out + ".w", x.features(), features, Format.signed(weightFraction, bits));
    int fraction = x.format().fraction() + weightFraction;
    parameter(out + ".b", 1, features, Format.signed(fraction, biasBits));
    Node node = new Linear(out, in, out + ".w", Optional.of(out + ".b"));
    return accumulator(node, x.rows(), features, fraction);
  }

  public Graphs affine(String out, String in, int bits) {
    Tensor x = tensors.get(in);
    parameter(out + ".s", 1, x.features(), Format.signed(weightFraction, bits));
    Node node = new Affine(out, in, out + ".s", Optional.empty());
    return accumulator(node, x.rows(), x.features(), x.format().fraction() + weightFraction);
  }

  public Graphs sum(String out, long bias, Sum.Addend... addends) {
    Tensor x = tensors.get(addends[0].tensor());
    Node node = new Sum(out, List.of(addends), bias);
    return accumulator(node, x.rows(), x.features(), x.format().fraction());
  }

  public Graphs requantize(String out, String in, int shift, Activation f, Format to) {
    return stored(
        new Requantize(out, in, shift, f), tensors.get(in).rows(), tensors.get(in).features(), to);
  }

  public Graphs argMax(String out, String in, boolean lastIndex) {
    Tensor x = tensors.get(in);
    Format format = new Format(0, 0, x.features() - 1L);
    return stored(new ArgMax(out, in, lastIndex), x.rows(), 1, format);
  }

  public Graphs softmax(String out, String in, int exponentFraction, int fraction) {
    Tensor x = tensors.get(in);
    Format format = new Format(fraction, 0, 1L << fraction);
    return stored(new Softmax(out, in, exponentFraction), x.rows(), x.features(), format);
  }

  private void parameter(String name, int rows, int columns, Format format) {
    parameters.put(name, new Parameter(name, rows, columns, format));
  }

  private Graphs accumulator(Node node, int rows, int features, int fraction) {
    Format format = AccumulatorRange.format(node, fraction, tensors, parameters);
    return stored(node, rows, features, format);
  }

  private Graphs stored(Node node, int rows, int features, Format format) {
    tensors.put(node.output(), new Tensor(node.output(), rows, features, format));
    nodes.add(node);
    return this;
  }

  public IntegerGraph build() {
    return new IntegerGraph(
        inputs, outputs, List.copyOf(tensors.values()), List.copyOf(parameters.values()), nodes);
  }

  /** The credit net: 20 -> 64 -> 32 -> 2, 8-bit activations and weights, then argmax. */
  public static IntegerGraph credit() {
    Format act = Format.unsigned(4, 8);
    return new Graphs()
        .weightFraction(7)
        .input("x", 1, 20, Format.signed(5, 8))
        .linear("a1", "x", 64, 8, 16)
        .requantize("h1", "a1", 8, new Activation.Relu(), act)
        .linear("a2", "h1", 32, 8, 16)
        .requantize("h2", "a2", 7, new Activation.Relu(), act)
        .linear("a3", "h2", 2, 8, 16)
        .requantize("y", "a3", 7, new Activation.Identity(), Format.signed(4, 12))
        .argMax("decision", "y", false)
        .output("decision")
        .build();
  }

  /** A dense net with hidden layers of one width. */
  public static IntegerGraph dense(int inputs, int width, int layers, int classes) {
    Graphs g = new Graphs().weightFraction(7).input("x", 1, inputs, Format.signed(5, 8));
    String last = "x";
    for (int i = 0; i < layers; i++) {
      g.linear("a" + i, last, width, 8, 20);
      int shift = i == 0 ? 8 : 7;
      g.requantize("h" + i, "a" + i, shift, new Activation.Relu(), Format.unsigned(4, 8));
      last = "h" + i;
    }
    return g.linear("logits.acc", last, classes, 8, 20)
        .requantize("logits", "logits.acc", 7, new Activation.Identity(), Format.signed(4, 12))
        .output("logits")
        .build();
  }
}
