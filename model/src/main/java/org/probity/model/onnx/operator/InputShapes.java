package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxDimension;
import org.probity.model.onnx.proto.OnnxValue;

/**
 * Fixes the dimensions of the inputs: those the file leaves open take the given values, a leading
 * one, the batch, 1.
 *
 * @param shapes whole shapes by name of the input
 * @param dimensions values of named dimensions
 */
public record InputShapes(Map<String, long[]> shapes, Map<String, Long> dimensions) {
  private static final long MAX_ENTRIES = 1L << 24;

  /** For a model that leaves nothing open. */
  static final InputShapes GIVEN = new InputShapes(Map.of(), Map.of());

  /** The names of leading dynamic dimensions; elsewhere they are the batch, too. */
  static Set<String> batches(List<OnnxValue> inputs) {
    return inputs.stream()
        .flatMap(i -> i.shape().stream())
        .filter(shape -> !shape.isEmpty() && shape.getFirst().value().orElse(-1) <= 0)
        .map(shape -> shape.getFirst().name())
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  int[] of(OnnxValue input, Set<String> batches) throws ModelException {
    String what = "input \"" + input.name() + "\"";
    long[] given = shapes.get(input.name());
    if (input.shape().isEmpty() && given == null) {
      throw new ModelException(
          what
              + " has no declared shape; give one, as in --shape "
              + input.name()
              + "=1,3,224,224");
    }
    List<OnnxDimension> declared = input.shape().orElse(List.of());
    if (given != null && input.shape().isPresent() && given.length != declared.size()) {
      throw new ModelException(
          what
              + " has "
              + declared.size()
              + " dimensions, but its given shape has "
              + given.length);
    }
    long[] dims = given == null ? new long[declared.size()] : given.clone();
    for (int i = 0; i < declared.size(); i++) {
      long fixed = declared.get(i).value().orElse(-1);
      if (given == null) {
        dims[i] = dimension(what, input.name(), declared, i, batches);
      } else if (fixed > 0 && fixed != given[i]) {
        throw new ModelException(
            what + ": dimension " + i + " is " + fixed + " in the file, but given as " + given[i]);
      }
    }
    for (long d : dims) {
      if (d == 0) {
        throw new ModelException(what + " is empty");
      }
    }
    int[] shape = Shapes.checked(dims, what);
    if (Shapes.size(shape) > MAX_ENTRIES) {
      throw new ModelException(what + " is too large: shape " + Arrays.toString(shape));
    }
    return shape;
  }

  private long dimension(
      String what, String input, List<OnnxDimension> declared, int i, Set<String> batches)
      throws ModelException {
    OnnxDimension dimension = declared.get(i);
    // Some exporters write a dynamic dimension as 0 or -1.
    long fixed = dimension.value().orElse(-1);
    if (fixed > 0 || fixed < -1) {
      return fixed;
    }
    Long named = dimensions.get(dimension.name());
    if (named != null) {
      return named;
    }
    if (i == 0 || batches.contains(dimension.name())) {
      // The batch: a proof is about one row unless told otherwise.
      return 1;
    }
    String example =
        IntStream.range(0, declared.size())
            .mapToObj(
                d ->
                    declared.get(d).value().isPresent()
                        ? declared.get(d).value().getAsLong()
                        : d == 0 ? 1L : 16L)
            .map(d -> d > 0 ? d.toString() : "16")
            .collect(Collectors.joining(","));
    throw new ModelException(
        what
            + ": dimension "
            + i
            + (dimension.name().isEmpty() ? "" : " (\"" + dimension.name() + "\")")
            + " is dynamic; give it a value, as in --shape "
            + input
            + "="
            + example);
  }

  /** Everything that is given must be of use. */
  void requireKnown(List<OnnxValue> inputs) throws ModelException {
    List<String> names = inputs.stream().map(OnnxValue::name).toList();
    List<String> dimensionNames =
        inputs.stream()
            .flatMap(i -> i.shape().map(List::stream).orElse(Stream.of()))
            .map(OnnxDimension::name)
            .toList();
    List<String> unknown = new ArrayList<>();
    new TreeSet<>(shapes.keySet()).stream().filter(n -> !names.contains(n)).forEach(unknown::add);
    new TreeSet<>(dimensions.keySet())
        .stream().filter(n -> !dimensionNames.contains(n)).forEach(unknown::add);
    if (!unknown.isEmpty()) {
      throw new ModelException(
          "no input or dynamic dimension is named \""
              + unknown.getFirst()
              + "\"; inputs are "
              + String.join(", ", names));
    }
  }
}
