package org.probity.model.onnx.operator;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The supported operators. */
public final class Operators {
  private static final Map<String, Entry> BY_NAME = new HashMap<>();

  static {
    for (Entry entry : families().flatMap(List::stream).toList()) {
      Support s = entry.support();
      if (BY_NAME.put(key(s.domain(), s.operator()), entry) != null) {
        throw new IllegalStateException("operator " + s.operator() + " is registered twice");
      }
    }
  }

  private Operators() {}

  private static Stream<List<Entry>> families() {
    return Stream.of(
        Arithmetic.entries(),
        Functions.entries(),
        Logic.entries(),
        Layouts.entries(),
        Padding.entries(),
        Casts.entries(),
        ControlFlow.entries(),
        Sequences.entries(),
        Sources.entries(),
        Products.entries(),
        Einsum.entries(),
        Convolution.entries(),
        Pools.entries(),
        Reductions.entries(),
        Rankings.entries(),
        Softmaxes.entries(),
        Normalizations.entries(),
        Gathers.entries(),
        Scatters.entries(),
        Resizing.entries(),
        Attention.entries(),
        Estimators.entries(),
        Encoders.entries(),
        SupportVectors.entries(),
        Trees.entries(),
        Recurrence.entries(),
        Quantization.entries(),
        QuantizedProducts.entries(),
        QuantizedElements.entries(),
        QuantizedPools.entries());
  }

  /** All supported operators by domain and name. */
  public static List<Support> supported() {
    return BY_NAME.values().stream()
        .map(Entry::support)
        .filter(s -> !s.domain().equals(Entry.INTERNAL))
        .sorted(Comparator.comparing(Support::domain).thenComparing(Support::operator))
        .toList();
  }

  static Optional<Operator> find(OnnxNode node) {
    return Optional.ofNullable(BY_NAME.get(key(node.domain(), node.operator())))
        .map(Entry::operator);
  }

  static ModelException unsupported(OnnxNode node) {
    if (!node.domain().isEmpty()) {
      return node.error(
          "operators of domain "
              + node.domain()
              + " are not supported, except those in"
              + " docs/operators.md");
    }
    TreeSet<String> names = new TreeSet<>();
    supported().stream().filter(s -> s.domain().isEmpty()).forEach(s -> names.add(s.operator()));
    String closest =
        names.stream()
            .min(Comparator.comparingInt(n -> distance(n, node.operator())))
            .orElseThrow();
    return node.error(
        "the operator is not supported; express it by those listed in docs/operators.md (the"
            + " closest name there is "
            + closest
            + ")");
  }

  /** How many letters differ at the front. */
  private static int distance(String a, String b) {
    int common = 0;
    while (common < Math.min(a.length(), b.length()) && a.charAt(common) == b.charAt(common)) {
      common++;
    }
    return -common;
  }

  private static String key(String domain, String operator) {
    return domain + "\n" + operator;
  }
}
