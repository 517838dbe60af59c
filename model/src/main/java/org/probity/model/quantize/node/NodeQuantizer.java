package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;
import org.probity.model.quantize.forest.ForestQuantizer;

/**
 * Writes the inputs and the nodes of a prepared float graph in integers, each kind by its rules.
 */
final class NodeQuantizer {
  private final Quantization quantization;
  private final TensorForms forms;
  private final ContractQuantizer contractions;
  private final CombineQuantizer sums;
  private final ApplyQuantizer functions;
  private final ExactQuantizer exact;
  private final LookupQuantizer lookups;
  private final DivideQuantizer quotients;
  private final OrderQuantizer orders;
  private final SelectQuantizer selections;
  private final SoftmaxQuantizer softmaxes;

  /** What the owner should know. */
  private final List<String> notes = new ArrayList<>();

  NodeQuantizer(Quantization quantization) {
    this.quantization = quantization;
    this.forms = new TensorForms(quantization);
    this.contractions = new ContractQuantizer(quantization, forms);
    this.sums = new CombineQuantizer(quantization, forms);
    this.functions = new ApplyQuantizer(quantization, forms);
    this.exact = new ExactQuantizer(quantization, forms);
    this.lookups = new LookupQuantizer(quantization, forms);
    this.quotients = new DivideQuantizer(quantization, forms);
    this.orders = new OrderQuantizer(quantization, forms);
    this.selections = new SelectQuantizer(quantization, forms);
    this.softmaxes = new SoftmaxQuantizer(quantization, forms);
  }

  /** What the owner should know of the nodes. */
  List<String> notes() {
    return notes;
  }

  /** By integer tensor the float tensor whose values it has, but for rounding. */
  Map<String, String> origins() {
    return forms.origins();
  }

  /** The stored form of a float tensor or constant. */
  Tensor stored(String tensor) throws ModelException {
    return forms.stored(tensor);
  }

  /** Writes the tensors of the inputs. */
  List<Port> inputs() {
    List<Port> ports = new ArrayList<>();
    for (FloatPort port : quantization.graph().inputs()) {
      String name = port.tensor();
      Optional<Encoding.Ordered> codes = quantization.ordered().of(name);
      List<Integer> shape = new ArrayList<>(port.tensorShape());
      if (codes.isPresent() && codes.get().words() == 2) {
        shape.add(2);
      }
      Format format =
          codes.isPresent() ? Encoding.Ordered.FORMAT : quantization.plan().format(name);
      Tensor input = quantization.draft().input(name, shape, format);
      if (codes.isPresent()) {
        forms.storeCodes(name, input);
      } else {
        forms.store(name, input);
      }
      Encoding encoding = codes.<Encoding>map(c -> c).orElse(port.encoding());
      ports.add(new Port(port.name(), name, port.shape(), encoding));
    }
    return ports;
  }

  /** Writes the nodes, in their order. */
  void writeAll() throws ModelException {
    for (FloatNode node : quantization.graph().nodes()) {
      switch (node) {
        case FloatNode.Contract c -> contractions.write(c);
        case FloatNode.Combine c -> sums.write(c);
        case FloatNode.Apply a -> functions.write(a);
        case FloatNode.Rescale r -> exact.write(r);
        case FloatNode.Tabulate t -> exact.write(t);
        case FloatNode.Lookup l -> lookups.write(l);
        case FloatNode.Divide d -> quotients.write(d);
        case FloatNode.Extremum e -> orders.write(e);
        case FloatNode.Ranking r -> orders.write(r);
        case FloatNode.Select s -> selections.write(s);
        case FloatNode.Forest f ->
            notes.addAll(new ForestQuantizer(quantization, forms, f).write());
        case FloatNode.Softmax s -> softmaxes.write(s);
        case FloatNode.Layout l ->
            throw new IllegalStateException("layout " + l.output() + " is not prepared");
      }
    }
  }
}
