package org.probity.cli;

import java.util.HashMap;
import java.util.Map;
import org.probity.cli.input.BadInputException;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.QuantizerOptions;
import picocli.CommandLine.Option;

/** Options that say how a model is brought to integers. */
final class QuantizerChoice {
  private static final QuantizerOptions DEFAULTS = QuantizerOptions.defaults();

  @Option(
      names = "--activation-bits",
      paramLabel = "N",
      description = "Bits of hidden values, 4 to 16 (default 8).")
  private int activationBits = DEFAULTS.activationBits();

  @Option(
      names = "--weight-bits",
      paramLabel = "N",
      description = "Bits of weights, 2 to 16 (default 8).")
  private int weightBits = DEFAULTS.weightBits();

  @Option(
      names = "--input-bits",
      paramLabel = "N",
      description = "Bits of inputs, 4 to 16 (default 8).")
  private int inputBits = DEFAULTS.inputBits();

  @Option(
      names = "--output-bits",
      paramLabel = "N",
      description = "Bits of outputs, 4 to 16 (default 8).")
  private int outputBits = DEFAULTS.outputBits();

  @Option(
      names = "--domain",
      paramLabel = "INPUT=MIN:MAX",
      description = "Range of an input's values; the default covers the calibration samples.")
  private Map<String, String> domains = Map.of();

  QuantizerOptions options() {
    Map<String, Domain> parsed = new HashMap<>();
    domains.forEach((input, range) -> parsed.put(input, domain(input, range)));
    try {
      return new QuantizerOptions(activationBits, weightBits, inputBits, outputBits, parsed);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  private static Domain domain(String input, String range) {
    String[] ends = range.split(":", -1);
    try {
      if (ends.length == 2) {
        return new Domain(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new BadInputException("--domain " + input + ": should be two numbers, as in -1:1");
  }
}
