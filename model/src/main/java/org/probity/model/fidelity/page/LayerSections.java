package org.probity.model.fidelity.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.LayerQuality;
import org.probity.model.fidelity.LayerSensitivity;
import org.probity.model.fidelity.plot.Bar;
import org.probity.model.fidelity.plot.BarChart;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Numbers;

/** Where the differences come from. */
final class LayerSections {
  private static final int MOST_LAYERS = 40;

  /** Ratio below which noise is more than a tenth of the signal. */
  private static final double LOW_DB = 20;

  private LayerSections() {}

  static List<Element> of(FidelityReport report) {
    List<Element> sections = new ArrayList<>();
    if (!report.layers().isEmpty()) {
      sections.add(quality(report.layers()));
    }
    if (!report.sensitivity().isEmpty()) {
      sections.add(sensitivity(report.sensitivity()));
    }
    return sections;
  }

  private static Element quality(List<LayerQuality> layers) {
    List<LayerQuality> shown = noisiest(layers);
    LayerQuality worst =
        layers.stream().min(Comparator.comparingDouble(LayerQuality::snrDb)).orElseThrow();
    BarChart chart =
        new BarChart(
            "Signal-to-noise ratio of each layer",
            "The lowest is %s, of %s".formatted(Decibels.text(worst.snrDb()), worst.name()),
            "signal-to-noise ratio in decibels (dB); longer is closer to the original");
    String some =
        shown.size() < layers.size()
            ? " The %s noisiest of %s layers, in the order of execution."
                .formatted(Numbers.count(shown.size()), Numbers.count(layers.size()))
            : " In the order of execution.";
    return Html.section("Layer by layer")
        .add(
            Html.figure(
                "How close each layer stays to the original",
                chart.draw(shown.stream().map(LayerSections::bar).toList()),
                "At 20 dB the rounding noise is a tenth of the signal, at 40 dB a hundredth, at"
                    + " 60 dB a thousandth; 6 dB are one more bit. Noise of all layers before is"
                    + " included. Layers below 20 dB are orange."
                    + some));
  }

  private static BarChart.Entry bar(LayerQuality layer) {
    return new BarChart.Entry(
        layer.name(),
        layer.operator() + ", " + Numbers.count(layer.bits(), "bit", "bits"),
        layer.snrDb(),
        Decibels.text(layer.snrDb()),
        layer.snrDb() < LOW_DB);
  }

  /** As many as are shown, in their order. */
  private static List<LayerQuality> noisiest(List<LayerQuality> layers) {
    if (layers.size() <= MOST_LAYERS) {
      return layers;
    }
    double limit =
        layers.stream()
            .mapToDouble(LayerQuality::snrDb)
            .sorted()
            .skip(MOST_LAYERS - 1L)
            .findFirst()
            .orElseThrow();
    return layers.stream().filter(l -> l.snrDb() <= limit).limit(MOST_LAYERS).toList();
  }

  private static Element sensitivity(List<LayerSensitivity> all) {
    List<LayerSensitivity> sorted =
        all.stream()
            .sorted(Comparator.comparingDouble(LayerSensitivity::error).reversed())
            .toList();
    double highest =
        sorted.stream()
            .mapToDouble(LayerSensitivity::error)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    String caption = "Error of the output if this layer alone is rounded, in percent of the output";
    Element body = Element.of("tbody");
    for (LayerSensitivity layer : sorted.subList(0, Math.min(MOST_LAYERS, sorted.size()))) {
      double share = layer.error() == 0 ? 0 : Math.min(1, layer.error() / highest);
      body.add(
          Html.row(
              Html.rowHeading(layer.name()),
              Html.cell(layer.operator()),
              Html.number(Numbers.count(layer.bits())),
              Html.number(layer.weightBits() == 0 ? "–" : Numbers.count(layer.weightBits())),
              Html.number(Numbers.percent(layer.error())),
              Element.of("td").ofClass("bar").add(Bar.of(share))));
    }
    String some =
        sorted.size() > MOST_LAYERS
            ? " The %s layers that cost most, of %s."
                .formatted(Numbers.count(MOST_LAYERS), Numbers.count(sorted.size()))
            : "";
    return Html.section("Which layer costs the accuracy")
        .add(
            Html.paragraph(
                "Largest first: more bits help most in the layers at the top; those at the bottom"
                    + " could do with fewer."
                    + some),
            Html.scrolling(
                caption,
                Html.table(
                        caption,
                        List.of(
                            "Layer",
                            "Operator",
                            "Bits",
                            "Weight bits",
                            "Error it causes",
                            "Compared"))
                    .add(body)));
  }
}
