package org.probity.model.fidelity;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far an integer model is from its original over a set of samples.
 *
 * @param reference what ran the original
 * @param samples number of samples compared
 * @param refused number of further samples that lie outside of the declared domains: the proven
 *     version does not take them
 * @param calibration whether these are the samples that the model was calibrated with
 * @param outputs one entry per output port
 * @param layers the quality of the layers in the order of execution; empty if not measured
 * @param sensitivity what each layer alone costs; empty if not measured
 * @param notes what was changed on import
 */
public record FidelityReport(
    String reference,
    int samples,
    int refused,
    boolean calibration,
    List<OutputFidelity> outputs,
    List<LayerQuality> layers,
    List<LayerSensitivity> sensitivity,
    List<ImportNote> notes) {
  public FidelityReport {
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
    sensitivity = List.copyOf(sensitivity);
    notes = List.copyOf(notes);
  }

  /** This report with what is known of the layers. */
  public FidelityReport withLayers(List<LayerQuality> measured, List<LayerSensitivity> costs) {
    return new FidelityReport(
        reference, samples, refused, calibration, outputs, measured, costs, notes);
  }

  /** This report with a number of samples that could not be compared. */
  public FidelityReport withRefused(int number) {
    return new FidelityReport(
        reference, samples, number, calibration, outputs, layers, sensitivity, notes);
  }

  /** This report with more of what was changed on import. */
  public FidelityReport withNotes(List<ImportNote> more) {
    return new FidelityReport(
        reference,
        samples,
        refused,
        calibration,
        outputs,
        layers,
        sensitivity,
        Stream.concat(notes.stream(), more.stream()).toList());
  }

  /**
   * The output that decides, that of labels with the lowest agreement, else that of scores; empty
   * if the model decides nothing.
   */
  public Optional<OutputFidelity> deciding() {
    return leastAgreeing(OutputRole.LABELS).or(() -> leastAgreeing(OutputRole.SCORES));
  }

  private Optional<OutputFidelity> leastAgreeing(OutputRole role) {
    return outputs.stream()
        .filter(o -> o.role() == role)
        .min(Comparator.comparingDouble(o -> o.labelAgreement().orElseThrow()));
  }

  /**
   * The output of numbers that are no labels with the largest error for its range; empty if all are
   * labels.
   */
  public Optional<OutputFidelity> numeric() {
    return outputs.stream()
        .filter(o -> o.role() != OutputRole.LABELS)
        .reduce((a, b) -> relativeError(b) > relativeError(a) ? b : a);
  }

  private static double relativeError(OutputFidelity o) {
    return o.largestError() == 0
        ? 0
        : o.relative(o.largestError()).orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether both versions gave the same in everything. */
  public boolean isExact() {
    return outputs.stream().allMatch(OutputFidelity::isExact);
  }

  /** A report of a few lines for people. */
  public String toText() {
    String kind = calibration ? "calibration" : "held-out";
    String outside =
        refused == 0
            ? ""
            : "  %d further samples lie outside of the declared domains and cannot be proven%n"
                .formatted(refused);
    return "Fidelity against %s on %d %s samples%n".formatted(reference, samples, kind)
        + outside
        + outputs.stream().map(this::line).collect(Collectors.joining());
  }

  private String line(OutputFidelity o) {
    String name = "  %s [%d]: ".formatted(o.name(), o.entries());
    if (o.isExact()) {
      return name + "exact, 0 of %d rows differ%n".formatted(samples);
    }
    String labels =
        o.labelAgreement().isPresent()
            ? String.format(
                Locale.ROOT,
                "labels agree %.2f %%, %d of %d differ",
                100 * o.labelAgreement().getAsDouble(),
                o.confusion().orElseThrow().total() - o.confusion().orElseThrow().agreeing(),
                o.confusion().orElseThrow().total())
            : "";
    if (o.role() == OutputRole.LABELS) {
      return name + labels + System.lineSeparator();
    }
    return String.format(
        Locale.ROOT,
        "%s%s%slargest error %.3g, mean error %.3g (values up to %.3g)%n",
        name,
        labels,
        labels.isEmpty() ? "" : ", ",
        o.largestError(),
        o.meanError(),
        o.largestValue());
  }

  /** The report as one JSON object; {@link FidelityJson} has its fields. */
  public String toJson() {
    return FidelityJson.write(this);
  }
}
