package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxValue;

/** Builds the float graph of an ONNX model, operator by operator, from what its outputs need. */
public final class GraphBuilder {
  private static final long MIN_OPSET = 7;
  private static final long MAX_OPSET = 24;

  private final OnnxModel model;
  private final ModelContext context;
  private final Graph graph;

  private GraphBuilder(OnnxModel model, long opset, ExternalData external) throws ModelException {
    this.model = model;
    this.context = new ModelContext(model, opset, external);
    this.graph = Graph.main(context, model.graph());
  }

  /**
   * The float graph of the model, and what was changed.
   *
   * @throws ModelException if the model is malformed or uses what is not supported
   */
  public static Simplified build(OnnxModel model, InputShapes shapes, ExternalData external)
      throws ModelException {
    Long opset = model.opsets().get("");
    if (opset == null || opset < MIN_OPSET || opset > MAX_OPSET) {
      throw new ModelException(
          "opset "
              + (opset == null ? "(none)" : opset)
              + " is not supported; export the model for an opset from "
              + MIN_OPSET
              + " to "
              + MAX_OPSET);
    }
    return new GraphBuilder(model, opset, external).build(shapes);
  }

  private Simplified build(InputShapes shapes) throws ModelException {
    List<FloatPort> inputs = defineInputs(shapes);
    FloatGraph built = context.builder().build(inputs, outputs());
    return new Simplified(built, context.builder().notes());
  }

  /** Inputs that are not initialisers (which up to IR version 3 are listed as inputs too). */
  private List<FloatPort> defineInputs(InputShapes shapes) throws ModelException {
    List<OnnxValue> inputs =
        model.graph().inputs().stream().filter(i -> !graph.isInitialized(i.name())).toList();
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
      ports.add(port(input.name(), value));
    }
    if (ports.isEmpty()) {
      throw new ModelException("the model has no input");
    }
    return ports;
  }

  private List<FloatPort> outputs() throws ModelException {
    List<FloatPort> ports = new ArrayList<>();
    for (OnnxValue output : model.graph().outputs()) {
      Value value = graph.output(output.name());
      if (value.size() == 0) {
        throw new ModelException("output \"" + output.name() + "\" is empty; remove it");
      }
      ports.add(
          port(
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

  private static FloatPort port(String name, Variable v) {
    List<Long> dims = IntStream.of(v.shape()).mapToObj(d -> (long) d).toList();
    return new FloatPort(name, v.tensor(), dims, !v.type().real());
  }
}
