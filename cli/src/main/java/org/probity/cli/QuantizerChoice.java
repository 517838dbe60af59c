package org.probity.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.api.input.BadInputException;
import org.probity.inference.json.InvalidFileException;
import org.probity.model.quantize.CalibrationMethod;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.PortFormat;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.Target;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how a model is brought to integers. */
final class QuantizerChoice {
  private static final QuantizerOptions DEFAULTS = QuantizerOptions.defaults();

  @Option(
      names = "--bits",
      paramLabel = "N",
      description =
          "Bits of everything, 4 to 16, or 24 for results as precise as float32; the options below"
              + " are for parts. The default is 24 for linear models, kernel machines and the like,"
              + " and 12 for others.")
  private Integer bits;

  @Option(
      names = "--activation-bits",
      paramLabel = "N",
      description = "Bits of hidden values, 4 to 16 (default 12).")
  private Integer activationBits;

  @Option(
      names = "--weight-bits",
      paramLabel = "N",
      description = "Bits of weights, 2 to 16 (default 12).")
  private Integer weightBits;

  @Option(
      names = "--input-bits",
      paramLabel = "N",
      description = "Bits of inputs, 4 to 16 (default 12).")
  private Integer inputBits;

  @Option(
      names = "--output-bits",
      paramLabel = "N",
      description = "Bits of outputs, 4 to 16 (default 12).")
  private Integer outputBits;

  @Option(
      names = "--domain",
      paramLabel = "INPUT=MIN:MAX",
      description = "Range of an input's values; the default covers the calibration samples.")
  private Map<String, String> domains = Map.of();

  @Option(
      names = "--calibration",
      paramLabel = "METHOD",
      description =
          "How scales follow from the samples: ${COMPLETION-CANDIDATES} (default percentile).")
  private CalibrationMethod calibration = DEFAULTS.calibration();

  @Option(
      names = "--no-bias-correction",
      description = "Leave the mean error of rounded weights in.")
  private boolean noBiasCorrection;

  @ArgGroup private TargetChoice target;

  @Mixin private InputLikeChoice alike;

  /** What the widths of weights and hidden values are to be chosen for. */
  private static final class TargetChoice {
    @Option(
        names = "--fidelity",
        paramLabel = "F",
        description =
            "Choose the widths of weights and hidden values such that decisions agree on this share"
                + " of the samples, as in 0.999.")
    private Double fidelity;

    @Option(
        names = "--max-error",
        paramLabel = "E",
        description = "Choose them such that no output is off by more than this on the samples.")
    private Double maxError;

    Target target() {
      return fidelity != null ? new Target.Fidelity(fidelity) : new Target.MaxError(maxError);
    }
  }

  QuantizerOptions options() throws IOException, InvalidFileException {
    Map<String, PortFormat> formats = alike.formats();
    Map<String, Domain> parsed = new HashMap<>();
    domains.forEach((input, range) -> parsed.put(input, domain(input, range)));
    try {
      return new QuantizerOptions(
          either(activationBits),
          either(weightBits),
          either(inputBits),
          either(outputBits),
          parsed,
          calibration,
          !noBiasCorrection,
          Optional.ofNullable(target).map(TargetChoice::target),
          Stream.of(bits, activationBits, weightBits, inputBits, outputBits)
              .allMatch(Objects::isNull),
          formats);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  /** A width that is given, or that of everything, or the default, which is one for all. */
  private int either(Integer given) {
    return given != null ? given : bits != null ? bits : DEFAULTS.activationBits();
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
