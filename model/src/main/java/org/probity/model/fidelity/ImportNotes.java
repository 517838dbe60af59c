package org.probity.model.fidelity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.Requantize;
import org.probity.graph.Softmax;
import org.probity.graph.Tensor;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.quantize.QuantizedModel;

/** What became of a model on its way to integers, some of it seen on samples. */
final class ImportNotes {
  private final QuantizedModel model;
  private final Map<String, RoundingTally> roundings = new LinkedHashMap<>();
  private final Map<String, InterpolationTally> interpolations = new LinkedHashMap<>();
  private final Map<String, String> inputs = new LinkedHashMap<>();

  ImportNotes(QuantizedModel model) {
    this.model = model;
    IntegerGraph graph = model.graph();
    Map<String, Tensor> tensors = graph.tensorsByName();
    for (Node node : graph.nodes()) {
      if (node instanceof Interpolate i) {
        Format in = tensors.get(i.input()).format();
        interpolations.put(
            i.output(), new InterpolationTally(i, in, tensors.get(i.output()).format()));
        inputs.put(i.output(), i.input());
      }
      if (node instanceof Requantize r) {
        Tensor in = tensors.get(r.input());
        Tensor out = tensors.get(r.output());
        roundings.put(r.output(), new RoundingTally(r, in.format(), out.format()));
        inputs.put(r.output(), r.input());
      }
    }
  }

  /** Adds the values of all tensors on one sample. */
  void add(Map<String, long[]> values) {
    roundings.forEach(
        (output, tally) -> tally.add(values.get(inputs.get(output)), values.get(output)));
    interpolations.forEach((output, tally) -> tally.add(values.get(inputs.get(output))));
  }

  /** All of them, by the name that a tensor has in the imported model. */
  List<ImportNote> notes() {
    List<ImportNote> notes = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      if (node instanceof Softmax s) {
        notes.add(
            new ImportNote(
                ImportNote.Kind.APPROXIMATION,
                "%s: exponentials of the Softmax, rounded to %s bits after the point"
                    .formatted(name(s.output()), s.exponentFraction())));
      }
    }
    interpolations.forEach((output, tally) -> notes.add(tally.note(name(output))));
    roundings.forEach((output, tally) -> tally.table(name(output)).ifPresent(notes::add));
    roundings.forEach((output, tally) -> tally.saturation(name(output)).ifPresent(notes::add));
    return notes;
  }

  private String name(String tensor) {
    return model.origins().getOrDefault(tensor, tensor);
  }

  /** What the importer says it simplified. */
  static List<ImportNote> ofImport(Simplified imported) {
    return imported.notes().stream()
        .map(line -> new ImportNote(ImportNote.Kind.FOLD, line))
        .toList();
  }

  /** What the quantiser says of its choices. */
  static List<ImportNote> ofChoices(QuantizedModel model, boolean sensitivity) {
    List<ImportNote> notes = new ArrayList<>();
    model.notes().forEach(line -> notes.add(new ImportNote(ImportNote.Kind.CHOICE, line)));
    if (!sensitivity) {
      notes.add(
          new ImportNote(
              ImportNote.Kind.CHOICE,
              "what each layer alone costs was not measured: the network is too large for that"));
    }
    return notes;
  }
}
