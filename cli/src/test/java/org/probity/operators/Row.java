package org.probity.operators;

import java.util.List;

/**
 * What the page says about an operator, besides what the operator itself tells.
 *
 * @param domain operator set, empty for the default one
 * @param operator name of the ONNX operator
 * @param limits which attributes and operands are supported, in a few words
 * @param refused whether it is known, but every model with it is refused
 * @param samples models that use it
 */
record Row(String domain, String operator, String limits, boolean refused, List<Sample> samples) {
  static final String MICROSOFT = "com.microsoft";
  static final String LEARNING = "ai.onnx.ml";

  Row {
    samples = List.copyOf(samples);
  }

  /** A row of the default domain. */
  static Row of(String operator, String limits, Sample... samples) {
    return new Row("", operator, limits, false, List.of(samples));
  }

  static Row of(String operator, Sample... samples) {
    return of(operator, "", samples);
  }

  /** An operator with which every model is refused. */
  static Row refused(String operator, String instead, Sample... samples) {
    return new Row("", operator, instead, true, List.of(samples));
  }

  Row in(String otherDomain) {
    return new Row(otherDomain, operator, limits, refused, samples);
  }

  /** The name, with the domain if it is not the default one. */
  String name() {
    return domain.isEmpty() ? operator : domain + "." + operator;
  }

  /** The opsets of the default domain that the samples cover, and the limits. */
  String support() {
    int first = samples.stream().mapToInt(Sample::first).min().orElseThrow();
    int last = samples.stream().mapToInt(Sample::last).max().orElseThrow();
    String opsets = "";
    if (domain.isEmpty() && (first > FIRST || last < Sample.NEWEST)) {
      opsets = last == Sample.NEWEST ? "from opset " + first : "opsets " + first + " to " + last;
    }
    return opsets.isEmpty() || limits.isEmpty() ? opsets + limits : opsets + "; " + limits;
  }

  /** The first opset that is imported. */
  private static final int FIRST = 7;
}
