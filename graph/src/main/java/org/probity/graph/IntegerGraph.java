package org.probity.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.probity.graph.lint.GraphLint;

/**
 * A model in exact integers: ports, tensors, parameter declarations and nodes in execution order.
 * Public in full. Construction checks nothing; {@link GraphLint} does, and runs on every load.
 */
public record IntegerGraph(
    List<Port> inputs,
    List<Port> outputs,
    List<Tensor> tensors,
    List<Parameter> parameters,
    List<Node> nodes) {
  public IntegerGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    tensors = List.copyOf(tensors);
    parameters = List.copyOf(parameters);
    nodes = List.copyOf(nodes);
  }

  /** The tensors by name. */
  public Map<String, Tensor> tensorsByName() {
    return byName(tensors, Tensor::name);
  }

  /** The parameter declarations by name. */
  public Map<String, Parameter> parametersByName() {
    return byName(parameters, Parameter::name);
  }

  private static <T> Map<String, T> byName(List<T> list, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    list.forEach(t -> map.put(name.apply(t), t));
    return map;
  }
}
