package org.probity.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.execution.IntegerExecutor;

/**
 * Where the outputs of one graph are the inputs of another, integer by integer: ports of the same
 * name have the same shape, fraction and encoding, and whatever the first gives lies in the domain
 * of the second.
 */
public final class Junction {
  private Junction() {}

  /**
   * What keeps all outputs of one graph from being all inputs of another; empty if nothing does.
   */
  public static Optional<String> fault(IntegerGraph before, IntegerGraph behind) {
    Map<String, Port> outputs = new LinkedHashMap<>();
    before.outputs().forEach(port -> outputs.put(port.name(), port));
    Map<String, Tensor> given = before.tensorsByName();
    Map<String, Tensor> taken = behind.tensorsByName();
    for (Port input : behind.inputs()) {
      Port output = outputs.remove(input.name());
      if (output == null) {
        return Optional.of("nothing gives " + input.name());
      }
      Optional<String> fault =
          fault(output, given.get(output.tensor()), input, taken.get(input.tensor()));
      if (fault.isPresent()) {
        return Optional.of(input.name() + " " + fault.get());
      }
    }
    return outputs.keySet().stream().findFirst().map(name -> "nothing takes " + name);
  }

  private static Optional<String> fault(Port output, Tensor given, Port input, Tensor taken) {
    if (!output.encoding().equals(input.encoding())) {
      return Optional.of("holds integers that stand for something else on either side");
    }
    if (!output.shape().equals(input.shape()) || !given.shape().equals(taken.shape())) {
      return Optional.of("has one shape where it is given and another where it is taken");
    }
    Format from = given.format();
    Format to = taken.format();
    if (from.fraction() != to.fraction()) {
      return Optional.of(
          "is given with %d fraction bits and taken with %d"
              .formatted(from.fraction(), to.fraction()));
    }
    if (from.min() < to.min() || from.max() > to.max()) {
      return Optional.of(
          "is given in [%d, %d] and taken in [%d, %d]"
              .formatted(from.min(), from.max(), to.min(), to.max()));
    }
    return Optional.empty();
  }

  /**
   * What a graph gives, as inputs of another.
   *
   * @param inputs row-major entries by name of the input port
   * @return row-major entries by name of the output port
   * @throws IllegalArgumentException as {@link IntegerExecutor#run}
   */
  public static Map<String, int[]> outputs(
      IntegerGraph graph, Parameters parameters, Map<String, int[]> inputs) {
    Map<String, long[]> values = IntegerExecutor.run(graph, parameters, inputs);
    Map<String, int[]> outputs = new HashMap<>();
    for (Port port : graph.outputs()) {
      outputs.put(port.name(), narrow(values.get(port.tensor())));
    }
    return outputs;
  }

  private static int[] narrow(long[] values) {
    int[] narrow = new int[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = Math.toIntExact(values[i]);
    }
    return narrow;
  }
}
