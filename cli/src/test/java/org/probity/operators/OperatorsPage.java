package org.probity.operators;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.witness.UnsatisfiedProgramException;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.inference.ProgramCost;
import org.probity.inference.Verifier;
import org.probity.model.ModelException;
import org.probity.model.fidelity.Confusion;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.onnx.operator.Operators;
import org.probity.model.onnx.operator.Support;

/** The text of docs/operators.md, made by running everything that it speaks of. */
final class OperatorsPage {
  private static final double DECIBELS_PER_BIT = 20 * Math.log10(2);

  /** A fidelity this close to the next class might be another one on another machine. */
  private static final double LEAST_MARGIN = 0.01;

  private final StringBuilder text = new StringBuilder();
  private final List<String> faults = new ArrayList<>();
  private final List<String> uncertain = new ArrayList<>();

  /** The whole page. */
  String write() throws Exception {
    text.setLength(0);
    line("# Operators");
    line("");
    line(
        "What can be registered and proven, and how close it is to the original. This page is"
            + " written by `OperatorsPageTest`, which takes a small model for each operator from"
            + " import to a witness that satisfies its program, and fails if the page says anything"
            + " else.");
    line("");
    line(
        "- **support**: opsets of the default domain, and which attributes and operands are taken;"
            + " without an entry, all of opsets 7 to 24. Shapes are static, batches included.");
    line(
        "- **lowered to**: what is proven for it; [lowerings.md](lowerings.md) has the"
            + " constraints.");
    line(
        "- **fidelity**: the proven result against ONNX Runtime's, as the number of bits in the"
            + " signal-to-noise ratio of the worst sample model, rounded down to an even number."
            + " Models are quantised with default options, twelve bits for everything, and their"
            + " inputs are not rounded; twelve bits is thus what a perfect result has after its"
            + " own rounding, and one that fills half of its range has eleven. *exact* is the same"
            + " result.");
    line("- **since**: first version of Probity.");
    line("");
    line(
        "Operators that a model defines by functions of its own are inlined. Element types are"
            + " float, double, float16, bfloat16, the integers and bool; weights may lie in other"
            + " files beside the model.");
    Map<String, Support> supported = new LinkedHashMap<>();
    Operators.supported().forEach(s -> supported.put(s.domain() + ":" + s.operator(), s));
    for (Family family : Catalogue.FAMILIES) {
      write(family, supported);
    }
    supported.values().forEach(s -> faults.add(s.domain() + " " + s.operator() + ": no sample"));
    writeRefusals();
    writeExamples();
    return text.toString();
  }

  /** What is wrong with operators, samples or models: a line for each. */
  List<String> faults() {
    return faults;
  }

  /** What might have another fidelity on another machine. */
  List<String> uncertain() {
    return uncertain;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void row(String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell.replace("|", "\\|").replace("\n", " ")).append(' ');
    }
    text.append("|\n");
  }

  private void heading(String title, String introduction) {
    line("");
    line("## " + title);
    if (!introduction.isEmpty()) {
      line(introduction);
      line("");
    }
  }

  private void write(Family family, Map<String, Support> supported) {
    heading(family.title(), family.text());
    row("operator", "support", "lowered to", "fidelity", "since");
    line("|---|---|---|---|---|");
    for (Row row : family.rows()) {
      Support support = supported.remove(row.domain() + ":" + row.operator());
      if (support == null) {
        faults.add(row.name() + ": not registered, or twice on the page");
        continue;
      }
      row(row.name(), row.support(), support.how(), fidelity(row), support.since());
    }
  }

  private String fidelity(Row row) {
    if (row.refused()) {
      if (row.samples().stream().anyMatch(sample -> refusal(sample).isEmpty())) {
        faults.add(row.name() + ": is not refused");
      }
      return "refused";
    }
    double least = Double.POSITIVE_INFINITY;
    for (Sample sample : row.samples()) {
      try {
        least = Math.min(least, OperatorTrial.bits(sample));
      } catch (ModelException | IllegalArgumentException | UnsatisfiedProgramException e) {
        faults.add(row.name() + ": " + e.getMessage());
      }
    }
    return describe(row.name(), least);
  }

  private String describe(String what, double bits) {
    if (SignalToNoise.margin(bits) < LEAST_MARGIN) {
      uncertain.add(what + ": " + bits + " bits");
    }
    return SignalToNoise.describe(bits);
  }

  private static Optional<String> refusal(Sample sample) {
    try {
      OperatorTrial.accept(sample);
      return Optional.empty();
    } catch (ModelException e) {
      return Optional.of(e.getMessage());
    }
  }

  private void writeRefusals() {
    heading(
        "What is refused, and what to do",
        "A model that cannot be proven as it stands is refused at registration, with the node and a"
            + " remedy; nothing is replaced by something similar. What the messages say of some"
            + " small models:");
    row("a model with", "message");
    line("|---|---|");
    for (Refusal refusal : Refusal.ALL) {
      Optional<String> message = refusal(refusal.sample());
      if (message.isEmpty()) {
        faults.add(refusal.what() + ": is not refused");
      }
      row(refusal.what(), message.orElse(""));
    }
    line("");
    line(
        "Exporters help most: fix the shapes (a batch of one, no dynamic axes), export for"
            + " inference and not for training, and for opset 17 or later. A branch that is only"
            + " there for another shape goes away with it.");
  }

  private void writeExamples() throws Exception {
    heading(
        "Models",
        "The models of this repository, registered with default options and their calibration"
            + " samples. The certificate is one with a hidden input and public outputs; *leaves*"
            + " are those of the lookup argument, which decide on its time. Agreement is that of"
            + " the decisions on the calibration samples, or the fidelity as above where there are"
            + " none.");
    row("model", "parameters", "nodes", "leaves", "certificate", "agreement");
    line("|---|---|---|---|---|---|");
    for (Example example : Example.all()) {
      IntegerGraph graph = example.model().graph();
      ProgramCost cost =
          Verifier.cost(example.registration().key(), example.request().visibilities());
      int bytes = example.proven().certificate().encode().length;
      row(
          "`" + example.name() + "`",
          String.format(
              Locale.ROOT, "%,d", graph.parameters().stream().mapToLong(Parameter::size).sum()),
          Integer.toString(graph.nodes().size()),
          "2^" + cost.leafBits(),
          String.format(Locale.ROOT, "%.1f kB", bytes * 1e-3),
          agreement(example.name(), example.fidelity().outputs()));
    }
  }

  private String agreement(String name, List<OutputFidelity> outputs) {
    for (OutputFidelity output : outputs) {
      if (output.confusion().isPresent()) {
        Confusion confusion = output.confusion().get();
        return confusion.agreeing() + " of " + confusion.total();
      }
    }
    double least =
        outputs.stream()
            .mapToDouble(o -> o.snrDb().orElse(Double.NEGATIVE_INFINITY) / DECIBELS_PER_BIT)
            .min()
            .orElseThrow();
    return describe(name, least);
  }
}
