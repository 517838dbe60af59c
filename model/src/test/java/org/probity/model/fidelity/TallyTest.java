package org.probity.model.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.model.ModelException;

/** The running comparison of an output, and the counts it consists of. */
class TallyTest {
  private static ErrorHistogram histogram(List<Double> errors) {
    ErrorTally tally = new ErrorTally();
    errors.forEach(tally::add);
    return tally.result();
  }

  @Test
  void histogramDoesNotDependOnTheOrder() {
    Random random = new Random(1);
    List<Double> errors =
        IntStream.range(0, 3000)
            .mapToObj(
                i -> i % 10 == 0 ? 0.0 : random.nextGaussian() * Math.pow(4, random.nextInt(9)))
            .collect(Collectors.toCollection(ArrayList::new));
    ErrorHistogram first = histogram(errors);
    assertThat(first.exact()).isEqualTo(300);
    assertThat(first.total()).isEqualTo(3000);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(errors, random);
      assertThat(histogram(errors)).isEqualTo(first);
    }
    int half = first.counts().size() / 2;
    for (int i = 0; i < 2 * half; i++) {
      double from = (i - half) * first.binWidth();
      long expected =
          errors.stream().filter(e -> e != 0 && from <= e && e < from + first.binWidth()).count();
      assertThat(first.counts().get(i)).isEqualTo(expected);
    }
  }

  @Test
  void boundsAreAtMostOneBinAboveTheQuantile() {
    Random random = new Random(2);
    List<Double> errors = random.doubles(999, -3, 3).boxed().toList();
    double[] sizes = errors.stream().mapToDouble(Math::abs).sorted().toArray();
    ErrorHistogram histogram = histogram(errors);
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      double quantile = sizes[(int) Math.ceil(share * sizes.length) - 1];
      assertThat(histogram.bound(share)).isBetween(quantile, quantile + histogram.binWidth());
    }
    assertThat(histogram(List.of(0.0, 0.0)).bound(1)).isZero();
    assertThat(histogram(List.of(0.0, 0.0, 0.0, 7.0)).bound(0.75)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1", "-1", "1e-300", "4.9e-324", "1e300", "-1.7976931348623157e308"})
  void histogramOfOneError(double error) {
    ErrorHistogram histogram = histogram(List.of(error));
    assertThat(histogram.total()).isEqualTo(1);
    assertThat(histogram.bound(1)).isGreaterThanOrEqualTo(Math.abs(error));
  }

  @Test
  void fromTheSmallestErrorToTheLargest() {
    ErrorHistogram histogram = histogram(List.of(Double.MIN_VALUE, -1e300, 1.0, 1e300));
    assertThat(histogram.total()).isEqualTo(4);
    assertThat(histogram.bound(0.5)).isEqualTo(histogram.binWidth());
  }

  @Test
  void pairsAreEvenlyChosen() {
    PairTally tally = new PairTally(10);
    IntStream.range(0, 1000).forEach(i -> tally.add(i, -i));
    List<OutputFidelity.Pair> pairs = tally.result();
    assertThat(pairs).hasSizeBetween(5, 10);
    double step = pairs.get(1).original();
    for (int i = 0; i < pairs.size(); i++) {
      assertThat(pairs.get(i)).isEqualTo(new OutputFidelity.Pair(i * step, -i * step));
    }
    assertThat((pairs.size() + 1) * step).isGreaterThan(1000);
  }

  /**
   * Known values of the bound: all of n agree, the rule of three; tables of Clopper and Pearson.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0.05",
    "300, 300, 0.990064",
    "95, 100, 0.897744",
    "5, 10, 0.222441",
    "0, 7, 0"
  })
  void agreementBound(long agreeing, long samples, double expected) {
    assertThat(AgreementBound.lower(agreeing, samples, 0.95)).isCloseTo(expected, within(2e-5));
  }

  @Test
  void agreementBoundOfManySamples() {
    assertThat(AgreementBound.lower(5_000, 100_000, 0.95)).isCloseTo(0.0489, within(1e-4));
    assertThatThrownBy(() -> AgreementBound.lower(2, 1, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1,10; SCORES",
        "10; SCORES",
        "1,5,10; SCORES",
        "1,1,1,10; SCORES",
        "1,1; VALUES",
        ";VALUES",
        "1,3,8,8; VALUES",
        "2; SCORES"
      })
  void rolesFollowTheShape(String dims, OutputRole role) {
    List<Long> shape =
        dims == null
            ? List.of()
            : java.util.Arrays.stream(dims.split(",", -1)).map(Long::valueOf).toList();
    assertThat(OutputRole.of(shape, false)).isEqualTo(role);
    assertThat(OutputRole.of(shape, true)).isEqualTo(OutputRole.LABELS);
  }

  private static final FidelityOptions THREE_WORST = new FidelityOptions(3, false, true);

  private static OutputFidelity compare(
      List<Long> shape, boolean label, double[][] original, double[][] proven) {
    return SampleReports.compared(
        new Port("y", "t", shape),
        Format.signed(2, 8),
        label,
        THREE_WORST,
        List.of(original),
        List.of(proven));
  }

  @Test
  void scores() {
    OutputFidelity o =
        compare(
            List.of(1L, 3L),
            false,
            new double[][] {{1, 2, 3}, {3, 2, 1}, {1, 1.1, 1}, {0, 5, 0}},
            new double[][] {{1, 2, 3}, {3, 2, 1.5}, {1, 1, 1}, {0, 1, 0}});
    assertThat(o.role()).isEqualTo(OutputRole.SCORES);
    assertThat(o.labelAgreement()).hasValue(0.75);
    assertThat(o.confusion().orElseThrow().cells())
        .containsExactly(
            new Confusion.Cell(0, 0, 1),
            new Confusion.Cell(1, 0, 1),
            new Confusion.Cell(1, 1, 1),
            new Confusion.Cell(2, 2, 1));
    assertThat(o.largestError()).isEqualTo(4);
    assertThat(o.meanError()).isCloseTo(4.6 / 12, within(1e-12));
    assertThat(o.step()).isEqualTo(0.25);
    assertThat(o.range()).isEqualTo(5);
    assertThat(o.relative(0.5)).hasValue(0.1);
    assertThat(o.outside()).isZero();
    assertThat(o.errors().exact()).isEqualTo(9);
    assertThat(o.worst()).extracting(WorstSample::index).containsExactly(2, 3, 1);
    WorstSample.Decision turned = o.worst().getFirst().decision().orElseThrow();
    assertThat(turned.original()).isEqualTo(1);
    assertThat(turned.proven()).isZero();
    assertThat(turned.differing()).isEqualTo(1);
    assertThat(turned.margin().orElseThrow()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void severalDecisionsOnOneSample() {
    OutputFidelity o =
        compare(
            List.of(1L, 3L, 2L),
            false,
            new double[][] {{1, 0, 0, 1, 1, 0}},
            new double[][] {{1, 0, 1, 0, 0, 1}});
    assertThat(o.confusion().orElseThrow().total()).isEqualTo(3);
    assertThat(o.confusion().orElseThrow().agreeing()).isEqualTo(1);
    WorstSample.Decision first = o.worst().getFirst().decision().orElseThrow();
    assertThat(first).isEqualTo(new WorstSample.Decision(1, 0, 2, OptionalDouble.of(1)));
  }

  @Test
  void labels() {
    OutputFidelity o =
        compare(List.of(1L), true, new double[][] {{-1}, {7}}, new double[][] {{-1}, {-1}});
    assertThat(o.confusion().orElseThrow().classes()).containsExactly(-1L, 7L);
    assertThat(o.labelAgreement()).hasValue(0.5);
    assertThat(o.pairs()).isEmpty();
    assertThat(o.worst().getFirst().decision().orElseThrow().margin()).isEmpty();
  }

  @Test
  void numbersDecideNothing() {
    double beyond = Format.signed(2, 8).toReal(127) + 0.2;
    OutputFidelity o =
        compare(List.of(), false, new double[][] {{beyond}, {-1}}, new double[][] {{31.75}, {-1}});
    assertThat(o.role()).isEqualTo(OutputRole.VALUES);
    assertThat(o.labelAgreement()).isEmpty();
    assertThat(o.outside()).isEqualTo(1);
    double signal = beyond * beyond + 1;
    double noise = (beyond - 31.75) * (beyond - 31.75);
    assertThat(o.snrDb().orElseThrow()).isCloseTo(10 * Math.log10(signal / noise), within(1e-9));
    assertThat(o.typicalError()).isEmpty();
  }

  @Test
  void signalToNoiseAtItsEnds() {
    double[][] zero = {{0}};
    assertThat(compare(List.of(), false, zero, zero).snrDb()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(compare(List.of(), false, zero, new double[][] {{1}}).snrDb()).isEmpty();
    assertThat(compare(List.of(), false, zero, new double[][] {{1}}).relative(1)).isEmpty();
  }

  @Test
  void theWorstOfMany() {
    double[][] original =
        IntStream.range(0, 100).mapToObj(_ -> new double[1]).toArray(double[][]::new);
    double[][] proven =
        IntStream.range(0, 100).mapToObj(i -> new double[] {i * 37 % 100}).toArray(double[][]::new);
    assertThat(compare(List.of(), false, original, proven).worst())
        .extracting(WorstSample::error)
        .containsExactly(99.0, 98.0, 97.0);
  }

  @Test
  void inputsAreKeptOnlyWhenAsked() throws ModelException {
    for (boolean asked : new boolean[] {false, true}) {
      OutputTally tally =
          new OutputTally(
              new Port("y", "t", List.of()),
              Format.signed(0, 8),
              false,
              FidelityOptions.defaults().withInputs(asked));
      tally.add(0, Map.of("x", new double[] {4711}), new double[] {1}, new double[] {2});
      FidelityReport report = SampleReports.report(1, tally.result());
      assertThat(report.toJson().contains("4711")).isEqualTo(asked);
      assertThat(report.toString()).doesNotContain("4711");
    }
  }

  @Test
  void otherShapesAreRefused() {
    OutputTally tally =
        new OutputTally(
            new Port("y", "t", List.of(2L)),
            Format.signed(0, 8),
            false,
            FidelityOptions.defaults());
    double[] two = {1, 2};
    assertThatThrownBy(() -> tally.add(0, Map.of(), null, two))
        .hasMessage("the original has no output y that is a tensor of numbers");
    assertThatThrownBy(() -> tally.add(0, Map.of(), new double[3], two))
        .hasMessage("output y of the original has another shape");
    double[] infinite = DoubleStream.of(1, Double.POSITIVE_INFINITY).toArray();
    assertThatThrownBy(() -> tally.add(0, Map.of(), infinite, two))
        .hasMessage("output y of the original is not finite");
  }

  @Test
  void theHeadlineIsTheLeastFlatteringOutput() {
    OutputFidelity fine = SampleReports.labels("fine", 3, 90, 100);
    OutputFidelity worse = SampleReports.labels("worse", 3, 90, 10);
    OutputFidelity near = SampleReports.values("near", 90, 0.001);
    OutputFidelity far = SampleReports.values("far", 90, 0.1);
    FidelityReport report = SampleReports.report(90, fine, worse, near, far);
    assertThat(report.deciding()).contains(worse);
    assertThat(report.numeric()).contains(far);
    assertThat(SampleReports.report(90, fine).numeric()).isEmpty();
    assertThat(SampleReports.report(90, near).deciding()).isEmpty();
  }
}
