package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.ParameterQuantizer;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;
import org.probity.model.quantize.format.LookupValues;

/** Lookups: tables of secret keys and values. */
final class LookupQuantizer {
  private final Quantization quantization;
  private final TensorForms forms;

  LookupQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
  }

  void write(FloatNode.Lookup node) throws ModelException {
    String out = node.output();
    String source = node.input().source();
    Format format = format(node);
    int groups = node.shape().getLast();
    Optional<Encoding.Ordered> codes = quantization.ordered().of(source);
    Tensor input = forms.stored(source);
    LookupTable table =
        codes.isPresent()
            ? LookupTable.of(node.mapping(), codes.get(), groups, format)
            : LookupTable.of(node.mapping(), input.format(), groups, format);
    int words = table.bounds().size();
    List<AxisIndex> axes = new ArrayList<>(node.input().axes());
    if (words == 2) {
      axes.add(AxisIndex.along(node.shape().size()));
    }
    View view = new View(input.name(), axes);
    Format key = Format.signed(input.format().fraction(), Integer.SIZE);
    Draft draft = quantization.draft();
    ParameterQuantizer parameters = quantization.parameters();
    List<String> bounds = new ArrayList<>();
    for (int w = 0; w < words; w++) {
      bounds.add(
          parameters.column(draft.part(out, "bound" + w), table.bounds().get(w), key).name());
    }
    String group =
        parameters.column(draft.part(out, "group"), table.group(), new Format(0, 0, groups)).name();
    String value = parameters.column(draft.part(out, "value"), table.rank(), format).name();
    Bin bin = new Bin(out, view, words, group, bounds, value);
    forms.store(out, draft.stored(bin, node.shape(), format));
  }

  /** Of an output of labels, which are public, exactly their indices. */
  private Format format(FloatNode.Lookup node) throws ModelException {
    Optional<FloatPort> labelled =
        quantization.graph().outputs().stream()
            .filter(p -> p.tensor().equals(node.output()) && !p.labels().isEmpty())
            .findFirst();
    return labelled.isPresent()
        ? new Format(0, 0, labelled.get().labels().size() - 1L)
        : LookupValues.format(node.output(), node.mapping(), quantization.fine());
  }
}
