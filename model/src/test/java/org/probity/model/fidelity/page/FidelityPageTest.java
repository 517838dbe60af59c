package org.probity.model.fidelity.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.model.fidelity.ErrorHistogram;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.ImportNote;
import org.probity.model.fidelity.LayerQuality;
import org.probity.model.fidelity.LayerSensitivity;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.SampleReports;
import org.probity.model.fidelity.plot.Histogram;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class FidelityPageTest {
  private static final PageHeading HEADING = PageHeading.of("m.onnx").withModelId("0123abcd");
  private static final String EVIL = "</style><script src='//x.example/'>&\u202e";

  private static Document parsed(String page) {
    assertThat(page).startsWith("<!DOCTYPE html>\n<html lang=\"en\">").doesNotContain("NaN");
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(page)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(page, e);
    }
  }

  /** What a reader sees, with single spaces. */
  private static String text(FidelityReport report) {
    Document page = parsed(FidelityPage.render(HEADING, report));
    return page.getElementsByTagName("body")
        .item(0)
        .getTextContent()
        .replaceAll("[\\s\u00a0]+", " ");
  }

  private static FidelityReport evil() {
    return SampleReports.report(
            50, SampleReports.scores(EVIL, 3, 50, 0.2), SampleReports.values(EVIL + 2, 50, 0.1))
        .withLayers(
            List.of(new LayerQuality(EVIL, EVIL, 8, 3)),
            List.of(
                new LayerSensitivity(EVIL, EVIL, 8, 8, 0),
                new LayerSensitivity("all", "", 8, 8, Double.POSITIVE_INFINITY)))
        .withNotes(List.of(new ImportNote(ImportNote.Kind.TABLE, EVIL)));
  }

  private static FidelityReport manyLayers() {
    List<LayerQuality> layers =
        IntStream.range(0, 500)
            .mapToObj(i -> new LayerQuality("l" + i, "Conv", 8, i % 90))
            .toList();
    List<LayerSensitivity> costs =
        IntStream.range(0, 500)
            .mapToObj(i -> new LayerSensitivity("l" + i, "Conv", 8, 0, i))
            .toList();
    List<ImportNote> notes =
        Collections.nCopies(500, new ImportNote(ImportNote.Kind.FOLD, "bn was folded."));
    return SampleReports.report(1, SampleReports.values("y", 1, 1))
        .withLayers(layers, costs)
        .withNotes(notes);
  }

  private static OutputFidelity constant(double original, double proven, FidelityOptions options) {
    return SampleReports.compared(
        new Port("c", "t", List.of(1L, 1L, 5L, 5L)),
        Format.signed(4, 8),
        false,
        options,
        Collections.nCopies(3, IntStream.range(0, 25).mapToDouble(_ -> original).toArray()),
        Collections.nCopies(3, IntStream.range(0, 25).mapToDouble(_ -> proven).toArray()));
  }

  static Stream<FidelityReport> reports() {
    FidelityOptions options = FidelityOptions.defaults();
    return Stream.of(
        SampleReports.full(),
        evil(),
        manyLayers(),
        SampleReports.report(1, SampleReports.values("y", 1, 0.1)),
        SampleReports.report(1, SampleReports.labels("y", 2, 1, 9)),
        SampleReports.report(3, constant(0, 0, options)),
        SampleReports.report(3, constant(0, 1, options)),
        SampleReports.report(3, constant(-1e30, 1e30, options)),
        SampleReports.report(3, constant(1, 2, options.withInputs(true))),
        SampleReports.report(90, SampleReports.scores("logits", 1000, 90, 0.1)),
        SampleReports.report(9000, SampleReports.labels("id", 5000, 9000, 2)));
  }

  /** Well-formed, and nothing that is fetched, run or sent. */
  @ParameterizedTest
  @MethodSource("reports")
  void standsAlone(FidelityReport report) {
    String text = FidelityPage.render(HEADING, report);
    assertThat(text).doesNotContainIgnoringCase("http:", "https:", "url(", "@import");
    assertThat(text.length()).isLessThan(400_000);
    Document page = parsed(text);
    for (String tag : List.of("script", "img", "iframe", "object", "embed", "form", "a", "base")) {
      assertThat(page.getElementsByTagName(tag).getLength()).as(tag).isZero();
    }
    assertThat(page.getElementsByTagName("style").getLength()).isEqualTo(1);
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element e = (Element) all.item(i);
      for (String attribute : List.of("src", "onload", "onerror", "onclick")) {
        assertThat(e.hasAttribute(attribute)).isFalse();
      }
      if (e.hasAttribute("href")) {
        assertThat(e.getAttribute("href")).isEqualTo("data:,");
      }
    }
  }

  /** Drawings have words, tables have captions and headings, boxes that scroll can be reached. */
  @ParameterizedTest
  @MethodSource("reports")
  void isAccessible(FidelityReport report) {
    Document page = parsed(FidelityPage.render(HEADING, report));
    assertThat(page.getElementsByTagName("h1").getLength()).isEqualTo(1);
    assertThat(page.getElementsByTagName("main").getLength()).isEqualTo(1);
    each(
        page,
        "svg",
        e ->
            assertThat(
                    e.getAttribute("aria-hidden").equals("true")
                        || (e.getAttribute("role").equals("img")
                            && !e.getAttribute("aria-label").isBlank()))
                .isTrue());
    each(page, "table", e -> assertThat(e.getElementsByTagName("caption").getLength()).isOne());
    each(page, "th", e -> assertThat(e.getAttribute("scope")).isIn("col", "row"));
    each(
        page,
        "div",
        e -> {
          if (e.getAttribute("class").equals("scroll")) {
            assertThat(e.getAttribute("tabindex")).isEqualTo("0");
            assertThat(e.getAttribute("aria-label")).isNotBlank();
          }
        });
  }

  private static void each(Document page, String tag, java.util.function.Consumer<Element> check) {
    NodeList found = page.getElementsByTagName(tag);
    for (int i = 0; i < found.getLength(); i++) {
      check.accept((Element) found.item(i));
    }
  }

  @Test
  void equalReportsGiveEqualPages() {
    assertThat(FidelityPage.render(HEADING, SampleReports.full()))
        .isEqualTo(FidelityPage.render(HEADING, SampleReports.full()));
    assertThat(SampleReports.full().toJson()).isEqualTo(SampleReports.full().toJson());
  }

  @Test
  void saysWhatWasFound() {
    assertThat(text(SampleReports.full()))
        .contains(
            "Does the proven version of m.onnx behave like the original?",
            "Model id 0123abcd",
            "On 591 of 600 samples, the proven version decided as the original; 9 were decided"
                + " differently.",
            "98.5 %",
            "591 of 600 decisions are the same.",
            "at least 97.3 % of their decisions agree (95 % confidence)",
            "Decision by decision",
            "Number by number",
            "How large the differences are",
            "Samples that differ most",
            "How close each layer stays to the original",
            "Which layer costs the accuracy",
            "scaling folded into the weights: /bn1",
            "Approximated",
            "Tables",
            "Cut off",
            "Chosen",
            "What this page does not show");
  }

  @Test
  void saysItOfNumbers() {
    String text = text(SampleReports.report(150, SampleReports.values("price", 150, 0.01)));
    assertThat(text)
        .contains("The numbers of the proven version differ from the original’s by ")
        .contains("for 99 of 100 numbers", "Number by number", "largest difference")
        .doesNotContain("decided", "Decision by decision");
  }

  @Test
  void saysThatAllIsTheSame() {
    assertThat(text(SampleReports.report(40, SampleReports.labels("y", 3, 40, 100))))
        .contains("On all 40 samples, the proven version decided exactly as the original.")
        .contains("100 %")
        .doesNotContain("differ most", "Different decisions");
    assertThat(text(SampleReports.report(3, constant(2, 2, FidelityOptions.defaults()))))
        .contains("are those of the original, to the last digit")
        .doesNotContain("How large the differences are");
  }

  @Test
  void saysThatOneDecisionIsNoTest() {
    String little = "That says little about other decisions";
    assertThat(text(SampleReports.report(9, SampleReports.labels("y", 1, 9, 100))))
        .contains(little);
    assertThat(text(SampleReports.full())).doesNotContain(little);
  }

  /** A headline of one output would hide the others. */
  @Test
  void namesTheOutputThatDiffersMost() {
    String text =
        text(
            SampleReports.report(
                90,
                SampleReports.values("near", 90, 0),
                SampleReports.values("far", 90, 0.2),
                SampleReports.labels("fine", 3, 90, 100),
                SampleReports.labels("worse", 3, 90, 10)));
    assertThat(text)
        .contains("On 81 of 90 samples")
        .contains("This is of output “worse”, which agrees least.")
        .contains("The numbers of output “far”, which differs most, differ");
  }

  @Test
  void manyClassesAreSummedUp() {
    String text = text(SampleReports.report(9000, SampleReports.labels("id", 5000, 9000, 2)));
    assertThat(text).contains("Of ", " classes, the ones with most differences", "rarer ones");
  }

  @Test
  void manyLayersAreCutShort() {
    assertThat(text(manyLayers()))
        .contains("The 40 noisiest of 500 layers", "The 40 layers that cost most, of 500")
        .contains("and 400 more");
  }

  @Test
  void inputsAreShownOnlyWhenAsked() {
    FidelityOptions options = FidelityOptions.defaults();
    assertThat(text(SampleReports.report(3, constant(1, 2, options)))).doesNotContain("x: 2, −2");
    assertThat(text(SampleReports.report(3, constant(1, 2, options.withInputs(true)))))
        .contains("x: 2, −2", "pass it on only to those who may see these samples");
  }

  @Test
  void saysWhereTheSamplesComeFrom() {
    FidelityReport same = SampleReports.full();
    assertThat(text(same)).contains("They also set the number formats");
    FidelityReport other =
        new FidelityReport("r", 600, 0, false, same.outputs(), List.of(), List.of(), List.of());
    assertThat(text(other)).contains("They were not used to make the proven version.");
  }

  /** One sample that is far off does not hide what the others look like. */
  @Test
  void outliersAreOutsideOfTheHistogram() {
    List<double[]> original = Collections.nCopies(1000, new double[1]);
    List<double[]> proven =
        IntStream.range(0, 1000)
            .mapToObj(i -> new double[] {i < 2 ? 7 : (i % 101 - 50) * 0.001})
            .toList();
    OutputFidelity output =
        SampleReports.compared(
            new Port("y", "t", List.of(1L)),
            Format.signed(4, 8),
            false,
            FidelityOptions.defaults(),
            original,
            proven);
    List<Histogram.Bin> bins = ErrorFigures.bins(output.errors());
    assertThat(bins.stream().mapToLong(Histogram.Bin::count).sum()).isEqualTo(998);
    assertThat(bins.getLast().to()).isLessThan(1);
    assertThat(text(SampleReports.report(1000, output)))
        .contains("Beyond the picture: 2 larger differences.");
  }

  /** Wider bins lose nothing, and what is exact stands in the middle. */
  @Test
  void barsOfTheHistogramHoldAllErrors() {
    ErrorHistogram errors = SampleReports.values("y", 500, 0.3).errors();
    List<Histogram.Bin> bins = ErrorFigures.bins(errors);
    assertThat(bins).hasSize(31);
    assertThat(bins.stream().mapToLong(Histogram.Bin::count).sum()).isEqualTo(500);
    assertThat(bins.get(15).from()).isEqualTo(-bins.get(15).to());
    List<Histogram.Bin> exact = ErrorFigures.bins(new ErrorHistogram(7, 0, List.of()));
    assertThat(exact.get(15).count()).isEqualTo(7);
  }
}
