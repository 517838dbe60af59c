package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.Encoding;
import org.probity.model.Cut;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Codes;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.onnx.operator.QuantizedOperand.Scale;
import org.probity.model.onnx.proto.OnnxGraph;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxNode;
import org.probity.model.onnx.proto.OnnxValue;

/** Builds the float graph of an ONNX model, operator by operator, from what its outputs need. */
public final class GraphBuilder {
  private static final long MIN_OPSET = 7;
  private static final long MAX_OPSET = 24;

  /** How many layouts may stand between an input and what quantises it. */
  private static final int MAX_LAYOUTS = 64;

  /** Bits of the codes of an input that is quantised at once. */
  private static final int MAX_CODE_BITS = 16;

  private final OnnxGraph source;
  private final ModelContext context;
  private final Graph graph;

  private GraphBuilder(OnnxModel model, long opset, ExternalData external, boolean unquantised)
      throws ModelException {
    this.source = unquantised ? model.graph() : QdqFusion.fuse(model.graph());
    this.context = new ModelContext(model, opset, external, unquantised);
    this.graph = Graph.main(context, source);
  }

  /**
   * The float graph of a part of the model, and what was changed.
   *
   * @param shapes for the inputs of the whole model
   * @throws ModelException if the model is malformed or uses what is not supported, or cannot be
   *     cut like this
   */
  public static Simplified build(
      OnnxModel model, InputShapes shapes, ExternalData external, Cut cut) throws ModelException {
    Long opset = opset(model);
    if (opset == null || opset < MIN_OPSET || opset > MAX_OPSET) {
      throw new ModelException(
          "opset "
              + (opset == null ? "(none)" : opset)
              + " is not supported; export the model for an opset from "
              + MIN_OPSET
              + " to "
              + MAX_OPSET);
    }
    try {
      return build(model, opset, shapes, external, cut, false);
    } catch (ModelException e) {
      boolean quantised =
          model.graph().nodes().stream().anyMatch(n -> n.operator().equals("QuantizeLinear"));
      Optional<Simplified> real =
          quantised ? unquantised(model, opset, shapes, external, cut) : Optional.empty();
      if (real.isEmpty()) {
        throw e;
      }
      List<String> notes = new ArrayList<>(real.get().notes());
      notes.add(
          "the model's own quantisation is left out, so that results differ by its rounding: "
              + e.getMessage());
      return new Simplified(real.get().graph(), notes);
    }
  }

  /** A model between quantisers in real numbers, if that is what its operators are. */
  private static Optional<Simplified> unquantised(
      OnnxModel model, long opset, InputShapes shapes, ExternalData external, Cut cut) {
    try {
      return Optional.of(build(model, opset, shapes, external, cut, true));
    } catch (ModelException e) {
      // What is wrong with the model as it is says more.
      return Optional.empty();
    }
  }

  private static Simplified build(
      OnnxModel model,
      long opset,
      InputShapes shapes,
      ExternalData external,
      Cut cut,
      boolean unquantised)
      throws ModelException {
    if (cut.isWhole()) {
      return new GraphBuilder(model, opset, external, unquantised).build(shapes);
    }
    GraphCut graphCut = new GraphCut(model, cut);
    if (cut.from().isEmpty()) {
      GraphBuilder builder = new GraphBuilder(graphCut.ended(), opset, external, unquantised);
      return builder.build(shapes, graphCut);
    }
    GraphCut.Part part =
        graphCut.behind(
            before -> new GraphBuilder(before, opset, external, unquantised).values(shapes));
    GraphBuilder builder = new GraphBuilder(part.model(), opset, external, unquantised);
    for (Map.Entry<String, Constant> known : part.known().entrySet()) {
      builder.graph.define(known.getKey(), known.getValue());
    }
    return builder.build(InputShapes.GIVEN, graphCut);
  }

  private Simplified build(InputShapes shapes, GraphCut cut) throws ModelException {
    Simplified part = build(shapes);
    for (String name : cut.to()) {
      if (graph.output(name) instanceof Constant) {
        throw GraphCut.constant(GraphCut.TO, name);
      }
    }
    return part;
  }

  /**
   * The version of the standard's own operators, or null. A model that has none of them need not
   * state it, and the boosters that onnxmltools writes do not.
   */
  private static Long opset(OnnxModel model) {
    Long stated = model.opsets().get("");
    boolean needed =
        model.opsets().isEmpty()
            || model.graph().nodes().stream()
                .anyMatch(n -> n.domain().isEmpty() || n.domain().equals("ai.onnx"));
    return stated == null && !needed ? Long.valueOf(MAX_OPSET) : stated;
  }

  private Simplified build(InputShapes shapes) throws ModelException {
    List<FloatPort> inputs = defineInputs(shapes);
    FloatGraph built = context.builder().build(inputs, outputs());
    return new Simplified(built, context.builder().notes());
  }

  /** What the outputs are. */
  private Map<String, Value> values(InputShapes shapes) throws ModelException {
    defineInputs(shapes);
    Map<String, Value> values = new HashMap<>();
    for (OnnxValue output : source.outputs()) {
      values.put(output.name(), graph.output(output.name()));
    }
    return values;
  }

  /** Inputs that are not initialisers (which up to IR version 3 are listed as inputs too). */
  private List<FloatPort> defineInputs(InputShapes shapes) throws ModelException {
    List<OnnxValue> inputs =
        source.inputs().stream().filter(i -> !graph.isInitialized(i.name())).toList();
    shapes.requireKnown(inputs);
    Set<String> batches = InputShapes.batches(inputs);
    List<FloatPort> ports = new ArrayList<>();
    for (OnnxValue input : inputs) {
      ElementType type =
          ElementType.ofCode(input.elementType())
              .orElseThrow(
                  () ->
                      new ModelException(
                          "input \"" + input.name() + "\" is not a tensor of numbers"));
      int[] shape = shapes.of(input, batches);
      Variable value = context.builder().input(input.name(), type, shape);
      graph.define(input.name(), value);
      ports.add(inputPort(input.name(), value));
    }
    if (ports.isEmpty()) {
      throw new ModelException("the model has no input");
    }
    return ports;
  }

  private List<FloatPort> outputs() throws ModelException {
    List<FloatPort> ports = new ArrayList<>();
    for (OnnxValue output : source.outputs()) {
      Value value = graph.output(output.name());
      boolean codes =
          ElementType.ofCode(output.elementType())
              .map(t -> !t.real() && t != ElementType.BOOL && t.bits() <= 16)
              .orElse(false);
      if (codes && value.type().real()) {
        throw new ModelException(
            "output \""
                + output.name()
                + "\" holds codes of a quantiser that has no exact form; add a DequantizeLinear");
      }
      if (value.size() == 0) {
        throw new ModelException("output \"" + output.name() + "\" is empty; remove it");
      }
      ports.add(
          outputPort(
              output.name(),
              switch (value) {
                case Variable v -> v;
                case Constant c -> context.builder().tensor(output.name(), c);
              }));
    }
    if (ports.isEmpty()) {
      throw new ModelException("the model has no output");
    }
    return ports;
  }

  /**
   * An input of truth values or 8-bit integers, or of real numbers that the model quantises in one
   * way.
   */
  private FloatPort inputPort(String name, Variable v) throws ModelException {
    Optional<Codes> codes = Optional.empty();
    if (v.type() == ElementType.BOOL) {
      codes = Optional.of(new Codes(0, 1, Optional.empty()));
    } else if (v.type() == ElementType.UINT8 || v.type() == ElementType.INT8) {
      boolean unsigned = v.type().unsigned();
      codes = Optional.of(new Codes(unsigned ? 0 : -128, unsigned ? 255 : 127, Optional.empty()));
    } else if (v.type() == ElementType.FLOAT && !context.unquantised()) {
      Optional<Scale> scale = quantization(name, new HashSet<>());
      if (scale.isPresent()) {
        Scale s = scale.get();
        int min = s.low() - s.zero();
        int max = s.high() - s.zero();
        // The tensor holds the codes themselves, less their zero point; its readers all quantise
        // it.
        context.builder().trace(v, Provenance.Real.scaled(v, min, max, s.scale(), s.zero()));
        codes =
            Optional.of(new Codes(min, max, Optional.of(new Encoding.Affine(s.scale(), s.zero()))));
      }
    }
    return port(name, v, codes);
  }

  /** How all readers of an input quantise it, behind layouts, if they all do so alike. */
  private Optional<Scale> quantization(String input, Set<String> seen) throws ModelException {
    // In a sound model no tensor is reached twice; a hostile one could have very many paths.
    boolean tooFar = seen.size() > MAX_LAYOUTS || !seen.add(input);
    List<OnnxNode> readers =
        source.nodes().stream().filter(n -> n.inputs().contains(input)).toList();
    boolean output = tooFar || source.outputs().stream().anyMatch(o -> o.name().equals(input));
    boolean captured =
        source.nodes().stream()
            .anyMatch(n -> n.attributes().values().stream().anyMatch(a -> a.graph().isPresent()));
    if (readers.isEmpty() || output || captured) {
      return Optional.empty();
    }
    Optional<Scale> common = Optional.empty();
    for (OnnxNode reader : readers) {
      if (!reader.domain().isEmpty() || reader.inputs().lastIndexOf(input) != 0) {
        return Optional.empty();
      }
      Optional<Scale> scale =
          switch (reader.operator()) {
            case "QuantizeLinear" -> graph.scale(reader);
            case "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Identity" ->
                reader.hasOutput(0)
                    ? quantization(reader.outputs().getFirst(), seen)
                    : Optional.empty();
            default -> Optional.empty();
          };
      boolean same =
          scale.isPresent()
              && scale.get().isSingle()
              && scale.get().type().bits() <= MAX_CODE_BITS
              && (common.isEmpty() || common.get().sameAs(scale.get()));
      if (!same) {
        return Optional.empty();
      }
      common = scale;
    }
    return common;
  }

  /** An output of dequantised numbers holds their codes. */
  private FloatPort outputPort(String name, Variable v) throws ModelException {
    Provenance source = context.builder().provenance(v).orElse(null);
    return switch (source) {
      case Provenance.Real r when r.scale() > 0 ->
          port(
              name,
              new Variable(r.base().tensor(), v.type(), v.shape()),
              Optional.of(
                  new Codes(
                      r.min(),
                      r.max(),
                      Optional.of(new Encoding.Affine(r.scale(), r.zeroPoint())))));
      case Provenance.Named n when !v.type().real() -> labelPort(name, v, n);
      case null, default -> {
        if (v.type() == ElementType.STRING) {
          throw new ModelException(
              "output \"" + name + "\" holds texts that are not labels of the model; remove it");
        }
        yield port(name, v, Optional.empty());
      }
    };
  }

  /** An output of labels holds their indices. */
  private static FloatPort labelPort(String name, Variable v, Provenance.Named labels)
      throws ModelException {
    try {
      new Encoding.Category(labels.names());
    } catch (IllegalArgumentException e) {
      throw new ModelException("output \"" + name + "\": " + e.getMessage(), e);
    }
    FloatPort port =
        port(name, new Variable(labels.base().tensor(), v.type(), v.shape()), Optional.empty());
    return new FloatPort(
        port.name(), port.tensor(), port.shape(), port.type(), port.codes(), labels.names());
  }

  private static FloatPort port(String name, Variable v, Optional<Codes> codes) {
    List<Long> dims = IntStream.of(v.shape()).mapToObj(d -> (long) d).toList();
    return new FloatPort(name, v.tensor(), dims, v.type().portType(), codes, List.of());
  }
}
