package org.probity.model.fidelity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A report as JSON. Fields are named as those of the records; {@code labelAgreement} is null where
 * nothing is decided, a signal-to-noise ratio is null where it is infinite or undefined, and {@code
 * inputs} of samples stand there only if the report has them.
 */
final class FidelityJson {
  private FidelityJson() {}

  static String write(FidelityReport r) {
    return "{\"reference\":%s,\"samples\":%s,\"refused\":%s,\"calibration\":%b,\"outputs\":%s,\"layers\":%s,\"sensitivity\":%s,\"notes\":%s}"
        .formatted(
            quoted(r.reference()),
            r.samples(),
            r.refused(),
            r.calibration(),
            array(r.outputs(), FidelityJson::output),
            array(r.layers(), FidelityJson::layer),
            array(r.sensitivity(), FidelityJson::sensitivity),
            array(r.notes(), FidelityJson::note));
  }

  private static String output(OutputFidelity o) {
    return ("{\"name\":%s,\"shape\":%s,\"entries\":%s,\"role\":%s,\"categories\":%s,\"differing\":%s,\"labelAgreement\":%s,"
                + "\"largestError\":%s,\"meanError\":%s,\"largestValue\":%s,\"smallest\":%s,\"largest\":%s,"
                + "\"step\":%s,\"outside\":%s,\"snrDb\":%s,\"errors\":%s,\"confusion\":%s,\"worst\":%s}")
        .formatted(
            quoted(o.name()),
            array(o.shape(), Object::toString),
            o.entries(),
            quoted(o.role().name().toLowerCase(Locale.ROOT)),
            array(o.categories(), FidelityJson::quoted),
            o.differing(),
            number(o.labelAgreement()),
            o.largestError(),
            o.meanError(),
            o.largestValue(),
            o.smallest(),
            o.largest(),
            o.step(),
            o.outside(),
            number(o.snrDb()),
            errors(o.errors()),
            o.confusion().map(c -> array(c.cells(), FidelityJson::cell)).orElse("null"),
            array(o.worst(), FidelityJson::worst));
  }

  /** Runs of empty bins at both ends are left out. */
  private static String errors(ErrorHistogram h) {
    List<Long> counts = h.counts();
    int from = 0;
    int to = counts.size();
    while (from < to && counts.get(from) == 0) {
      from++;
    }
    while (to > from && counts.get(to - 1) == 0) {
      to--;
    }
    return "{\"exact\":%s,\"binWidth\":%s,\"from\":%s,\"counts\":%s}"
        .formatted(
            h.exact(),
            h.binWidth(),
            (from - counts.size() / 2) * h.binWidth(),
            array(counts.subList(from, to), Object::toString));
  }

  private static String cell(Confusion.Cell c) {
    return "{\"original\":%s,\"proven\":%s,\"count\":%s}"
        .formatted(c.original(), c.proven(), c.count());
  }

  private static String worst(WorstSample w) {
    String inputs =
        w.inputs().isEmpty()
            ? ""
            : ",\"inputs\":"
                + new TreeMap<>(w.inputs())
                    .entrySet().stream()
                        .map(FidelityJson::input)
                        .collect(Collectors.joining(",", "{", "}"));
    return "{\"index\":%s,\"entry\":%s,\"original\":%s,\"proven\":%s,\"decision\":%s%s}"
        .formatted(
            w.index(),
            w.entry(),
            w.original(),
            w.proven(),
            w.decision().map(FidelityJson::decision).orElse("null"),
            inputs);
  }

  private static String decision(WorstSample.Decision d) {
    return "{\"original\":%s,\"proven\":%s,\"differing\":%s,\"margin\":%s}"
        .formatted(d.original(), d.proven(), d.differing(), number(d.margin()));
  }

  private static String input(Map.Entry<String, double[]> input) {
    return quoted(input.getKey())
        + ":"
        + Arrays.stream(input.getValue())
            .mapToObj(Double::toString)
            .collect(Collectors.joining(",", "[", "]"));
  }

  private static String layer(LayerQuality l) {
    return "{\"name\":%s,\"operator\":%s,\"bits\":%s,\"snrDb\":%s}"
        .formatted(
            quoted(l.name()), quoted(l.operator()), l.bits(), number(OptionalDouble.of(l.snrDb())));
  }

  private static String sensitivity(LayerSensitivity s) {
    return "{\"name\":%s,\"operator\":%s,\"bits\":%s,\"weightBits\":%s,\"error\":%s}"
        .formatted(
            quoted(s.name()),
            quoted(s.operator()),
            s.bits(),
            s.weightBits(),
            number(OptionalDouble.of(s.error())));
  }

  private static String note(ImportNote n) {
    return "{\"kind\":%s,\"text\":%s}"
        .formatted(quoted(n.kind().name().toLowerCase(Locale.ROOT)), quoted(n.text()));
  }

  private static String number(OptionalDouble x) {
    return x.isPresent() && Double.isFinite(x.getAsDouble())
        ? Double.toString(x.getAsDouble())
        : "null";
  }

  private static <T> String array(List<T> list, Function<T, String> element) {
    return list.stream().map(element).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
