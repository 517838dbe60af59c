package org.probity.model.fidelity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far an integer model is from its original over a set of samples.
 *
 * @param reference what ran the original
 * @param samples number of samples compared
 * @param calibration whether these are the samples that the model was calibrated with
 * @param outputs one entry per output port
 * @param layers the quality of the layers in the order of execution; empty if not measured
 * @param sensitivity what each layer alone costs; empty if not measured
 * @param notes what was changed on import
 */
public record FidelityReport(
    String reference,
    int samples,
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
  public FidelityReport withLayers(
      List<LayerQuality> measured, List<LayerSensitivity> costs) {
    return new FidelityReport(reference, samples, calibration, outputs, measured, costs, notes);
  }

  /** This report with what was changed on import. */
  public FidelityReport withNotes(List<ImportNote> changes) {
    return new FidelityReport(
        reference, samples, calibration, outputs, layers, sensitivity, changes);
  }

  /**
   * The output that decides: the first one of labels, else the first one of scores; empty if the
   * model decides nothing.
   */
  public Optional<OutputFidelity> deciding() {
    return first(OutputRole.LABELS).or(() -> first(OutputRole.SCORES));
  }

  /**
   * The output that errors are told of: the first one of numbers that are no labels; empty if all
   * are labels.
   */
  public Optional<OutputFidelity> numeric() {
    return outputs.stream().filter(o -> o.role() != OutputRole.LABELS).findFirst();
  }

  private Optional<OutputFidelity> first(OutputRole role) {
    return outputs.stream().filter(o -> o.role() == role).findFirst();
  }

  /** A report of a few lines for people. */
  public String toText() {
    return "Fidelity against %s on %d samples%n".formatted(reference, samples)
        + outputs.stream().map(FidelityReport::line).collect(Collectors.joining());
  }

  private static String line(OutputFidelity o) {
    String labels =
        o.labelAgreement().isPresent()
            ? String.format(
                Locale.ROOT, "labels agree %.2f %%, ", 100 * o.labelAgreement().getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "  %s [%d]: %slargest error %.3g, mean error %.3g (values up to %.3g)%n",
        o.name(),
        o.entries(),
        labels,
        o.largestError(),
        o.meanError(),
        o.largestValue());
  }

  /** The report as one JSON object; {@link FidelityJson} has its fields. */
  public String toJson() {
    return FidelityJson.write(this);
  }
}
