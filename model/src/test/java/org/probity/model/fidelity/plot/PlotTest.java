package org.probity.model.fidelity.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class PlotTest {
  private static final String EVIL =
      "<img src=x onerror=alert(1)>\"'&amp;\u202e\u0000\ud800 \u00e4";

  /** Parses a drawing; its coordinates are numbers. */
  private static Document parsed(Element drawing) {
    String text = drawing.toString();
    assertThat(text).doesNotContain("NaN", "Infinity", "∞");
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String plainSpaces(String number) {
    return number.replace('\u00a0', ' ');
  }

  private static int count(Document drawing, String element) {
    return drawing.getElementsByTagName(element).getLength();
  }

  @Test
  void whatIsPutIntoAnElementIsNoMarkup() {
    Element element = Element.of("p", EVIL).with("title", EVIL).add(Element.of("br"));
    String expected = "<img src=x onerror=alert(1)>\"'&amp;\ufffd\ufffd\ufffd \u00e4";
    Document parsed = parsed(element);
    assertThat(parsed.getDocumentElement().getTextContent()).isEqualTo(expected);
    assertThat(parsed.getDocumentElement().getAttribute("title")).isEqualTo(expected);
    assertThat(count(parsed, "img")).isZero();
    assertThat(element.toString()).endsWith("<br/></p>");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-1, −1",
    "1234.5, '1,235'",
    "0.00012345, 0.000123",
    "0.00001, 1 × 10⁻⁵",
    "-0.000012345, −1.23 × 10⁻⁵",
    "12300000, 1.23 × 10⁷",
    "9.999e-5, 1 × 10⁻⁴",
    "0.5, 0.5",
    "100, 100",
    "4.9e-324, 4.94 × 10⁻³²⁴",
    "NaN, –",
    "Infinity, ∞"
  })
  void numbers(double x, String text) {
    assertThat(plainSpaces(Numbers.of(x))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100 %",
    "0, 0 %",
    "0.99999, more than 99.99 %",
    "0.00001, less than 0.01 %",
    "0.12345, 12.3 %",
    "0.995, 99.5 %",
    "0.0123, 1.23 %",
    "1.5, 150 %"
  })
  void percentages(double share, String text) {
    assertThat(plainSpaces(Numbers.percent(share))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "4.8423, 0.001, 4.842",
    "-4.8, 0.02, −4.80",
    "1234567.5, 10, '1,234,568'",
    "1e9, 0.1, 1 × 10⁹",
    "1, 1e-12, 1",
    "0, 0.1, 0"
  })
  void numbersApart(double x, double distance, String text) {
    assertThat(plainSpaces(Numbers.apart(x, distance))).isEqualTo(text);
  }

  @Test
  void roundedDownWhereItIsALowerBound() {
    assertThat(plainSpaces(Numbers.percentDown(0.99999))).isEqualTo("99.9 %");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-3, 7.5", "0, 1e-280", "-1e300, 1e300", "4.84, 4.8400001", "1e15, 2e15"})
  void ticksAreInTheRange(double min, double max) {
    Scale scale = Scale.over(min, max, 0, 100);
    List<Double> ticks = scale.ticks(5);
    double room = 1e-6 * (max / 2 - min / 2);
    assertThat(ticks).hasSizeBetween(2, 10).allMatch(t -> min - room <= t && t <= max + room);
    assertThat(scale.labelled(5)).extracting(Scale.Tick::text).doesNotHaveDuplicates();
    assertThat(scale.at(min)).isZero();
    assertThat(scale.at(max)).isEqualTo(100);
  }

  private static Element histogram(Histogram.Bin... bins) {
    return new Histogram(EVIL, EVIL, EVIL).draw(List.of(bins));
  }

  @Test
  void histograms() {
    Document one = parsed(histogram(new Histogram.Bin(0, 1, 1)));
    assertThat(count(one, "rect")).isEqualTo(1);
    Document gap =
        parsed(
            histogram(
                new Histogram.Bin(-1e-9, 0, 1),
                new Histogram.Bin(0, 1e-9, 0),
                new Histogram.Bin(1e-9, 2e-9, 4_000_000_000L)));
    assertThat(count(gap, "rect")).isEqualTo(2);
    // The single one is seen beside the billions.
    org.w3c.dom.Element low = (org.w3c.dom.Element) gap.getElementsByTagName("rect").item(0);
    assertThat(Double.parseDouble(low.getAttribute("height"))).isGreaterThan(1);
    parsed(histogram(new Histogram.Bin(0, 0, 0)));
    parsed(histogram(new Histogram.Bin(-1e308, 0, 3), new Histogram.Bin(0, 1e308, 3)));
  }

  private static Document scatter(List<Scatter.Dot> dots) {
    return parsed(new Scatter(EVIL, EVIL, EVIL, EVIL).draw(dots));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -5, 1e-300, 1e300, Double.MAX_VALUE, Double.MIN_VALUE})
  void scatterOfOneValue(double x) {
    Document drawing = scatter(Collections.nCopies(3, new Scatter.Dot(x, x)));
    org.w3c.dom.Element path = (org.w3c.dom.Element) drawing.getElementsByTagName("path").item(0);
    assertThat(path.getAttribute("d")).startsWith("M").hasSizeLessThan(100);
  }

  @Test
  void scatterOfFarApartValues() {
    scatter(List.of(new Scatter.Dot(-Double.MAX_VALUE, Double.MAX_VALUE), new Scatter.Dot(0, 0)));
    scatter(List.of(new Scatter.Dot(1, 1 + Math.ulp(1.0))));
    scatter(List.of(new Scatter.Dot(1e15, 1e15 + 1)));
    scatter(List.of(new Scatter.Dot(0, 1e-300)));
  }

  @Test
  void bars() {
    List<BarChart.Entry> entries =
        List.of(
            new BarChart.Entry(EVIL.repeat(20), EVIL, 12, EVIL, true),
            new BarChart.Entry("exact", "", Double.POSITIVE_INFINITY, "exact", false),
            new BarChart.Entry("none", "", Double.NEGATIVE_INFINITY, "none", false),
            new BarChart.Entry("noise", "", -3, "−3 dB", false));
    Document drawing = parsed(new BarChart(EVIL, EVIL, EVIL).draw(entries));
    List<String> widths =
        IntStream.range(0, 4)
            .mapToObj(i -> (org.w3c.dom.Element) drawing.getElementsByTagName("rect").item(i))
            .map(e -> e.getAttribute("width"))
            .toList();
    assertThat(widths.subList(1, 4)).containsExactly("100%", "0%", "0%");
    assertThat(widths.getFirst()).startsWith("98.");
    parsed(new BarChart("", "", "").draw(List.of()));
    parsed(new BarChart("", "", "").draw(List.of(new BarChart.Entry("", "", 0, "", false))));
    parsed(Bar.of(7));
  }

  @Test
  void heatmaps() {
    Document one = parsed(new Heatmap(EVIL, EVIL, EVIL, EVIL).draw(List.of(EVIL), new long[1][1]));
    assertThat(count(one, "rect")).isEqualTo(1);
    Document two =
        parsed(
            new Heatmap("", "", "", "")
                .draw(List.of("a", "b"), new long[][] {{1_000_000_000_000L, 1}, {0, 0}}));
    assertThat(count(two, "rect")).isEqualTo(6);
    int n = 60;
    long[][] counts = new long[n][n];
    IntStream.range(0, n).forEach(i -> counts[i][i] = i);
    List<String> names = IntStream.range(0, n).mapToObj(Integer::toString).toList();
    Document many = parsed(new Heatmap("", "", "", "").draw(names, counts));
    assertThat(count(many, "rect")).isEqualTo(n * n + n - 1);
  }

  @Test
  void longNamesKeepBothEnds() {
    assertThat(Figure.shortened("abcdefghij", 10)).isEqualTo("abcdefghij");
    assertThat(Figure.shortened("abcdefghijk", 5)).isEqualTo("ab…jk");
    // Characters beyond the first plane are not torn.
    assertThat(Figure.shortened("\ud83d\ude00".repeat(4), 3))
        .isEqualTo("\ud83d\ude00…\ud83d\ude00");
  }
}
