package org.probity.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.probity.api.input.BadInputException;
import org.probity.model.onnx.ImportOptions;
import picocli.CommandLine.Option;

/** Options for what a model file leaves open. */
final class ImportChoice {
  @Option(
      names = "--shape",
      paramLabel = "INPUT=N,N,...",
      description = "Shape of an input, where the model leaves dimensions open.")
  private Map<String, String> shapes = Map.of();

  @Option(
      names = "--dimension",
      paramLabel = "NAME=N",
      description = "Size of a named dimension that the model leaves open.")
  private Map<String, Long> dimensions = Map.of();

  ImportOptions options() {
    Map<String, long[]> parsed = new HashMap<>();
    shapes.forEach((input, shape) -> parsed.put(input, shape(input, shape)));
    dimensions.forEach((name, size) -> require(size >= 1, "--dimension " + name));
    return new ImportOptions(parsed, dimensions);
  }

  private static long[] shape(String input, String text) {
    String option = "--shape " + input;
    try {
      long[] shape =
          text.isEmpty()
              ? new long[0]
              : Arrays.stream(text.split(",", -1)).mapToLong(Long::parseLong).toArray();
      require(Arrays.stream(shape).allMatch(d -> d >= 1), option);
      return shape;
    } catch (NumberFormatException e) {
      throw new BadInputException(option + ": should be numbers, as in 1,3,224,224", e);
    }
  }

  private static void require(boolean positive, String option) {
    if (!positive) {
      throw new BadInputException(option + ": every size should be at least 1");
    }
  }
}
