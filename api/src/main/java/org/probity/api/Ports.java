package org.probity.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.api.input.BadInputException;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slot;
import org.probity.api.input.Slots;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.Expectations;
import org.probity.inference.RefusedException;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.key.ModelKey;
import org.probity.model.ModelException;
import org.probity.model.quantize.InputQuantizer;

/** What a registered model takes and gives, as its key says. */
public final class Ports {
  private final IntegerGraph graph;
  private final InputQuantizer quantizer;
  private final List<Slot> inputs;
  private final Map<String, Tensor> tensors;

  private Ports(IntegerGraph graph) {
    this.graph = graph;
    this.quantizer = new InputQuantizer(graph);
    this.inputs = Slots.of(graph);
    this.tensors = graph.tensorsByName();
  }

  /** The ports of a model. */
  public static Ports of(ModelKey key) {
    return new Ports(key.graph());
  }

  /** What the model takes, in its order. */
  public List<Slot> inputs() {
    return inputs;
  }

  /** Names of what the model gives, in its order. */
  public List<String> outputs() {
    return graph.outputs().stream().map(Port::name).toList();
  }

  /**
   * Inputs from a file: JSON, CSV with a header, {@code .npy} or {@code .npz}, as its name ends.
   *
   * @throws BadInputException if the file cannot be read or does not fit the model
   */
  public List<Values> read(Path file) {
    return InputFile.samples(file, inputs).stream().map(s -> Values.of(s, inputs)).toList();
  }

  /**
   * Inputs as the model reads them: numbers rounded to its steps. Statements show, and receipts
   * open, these; so they are what one's own data is to be compared with.
   *
   * @throws RefusedException if the inputs do not fit the model or lie outside its domain
   */
  public Values rounded(Values values) throws RefusedException {
    Sample sample = sample(values);
    Map<String, int[]> codes = codes(sample);
    Values all = Values.none();
    for (Port port : graph.inputs()) {
      List<String> texts = sample.texts().getOrDefault(port.name(), List.of());
      all = all.and(Values.of(port.name(), content(port, codes.get(port.name()), texts)));
    }
    return all;
  }

  /**
   * Expects a certificate about these very inputs, all of which must then be public.
   *
   * @throws RefusedException if the inputs do not fit the model or lie outside its domain
   */
  public Expectations expecting(Values values) throws RefusedException {
    return new Expectations(Optional.empty(), codes(values));
  }

  private Sample sample(Values values) throws RefusedException {
    try {
      return values.sample(inputs);
    } catch (BadInputException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /** The integers that the model reads, by name of the input. */
  Map<String, int[]> codes(Values values) throws RefusedException {
    return codes(sample(values));
  }

  private Map<String, int[]> codes(Sample sample) throws RefusedException {
    try {
      return quantizer.quantize(sample.values());
    } catch (ModelException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /** The integers of a batch, item after item. */
  Map<String, int[]> codes(List<Values> items) throws RefusedException {
    Map<String, int[]> all = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      try {
        for (Map.Entry<String, int[]> port : codes(items.get(i)).entrySet()) {
          int[] codes = port.getValue();
          int size = codes.length;
          int[] batch =
              all.computeIfAbsent(
                  port.getKey(), _ -> new int[Math.multiplyExact(size, items.size())]);
          System.arraycopy(codes, 0, batch, i * size, size);
        }
      } catch (RefusedException e) {
        throw items.size() == 1 ? e : new RefusedException("item " + i + ": " + e.getMessage());
      }
    }
    return all;
  }

  /** The texts of a batch whose integers there are, item after item. */
  Map<String, List<String>> texts(List<Values> items) throws RefusedException {
    Map<String, List<String>> all = new HashMap<>();
    for (Values item : items) {
      sample(item)
          .texts()
          .forEach((port, texts) -> all.computeIfAbsent(port, _ -> new ArrayList<>()).addAll(texts));
    }
    return all;
  }

  /** What the integers of an execution's outputs stand for. */
  Values outputs(Map<String, long[]> trace) {
    Map<String, int[]> codes = new HashMap<>();
    for (Port port : graph.outputs()) {
      codes.put(
          port.name(),
          Arrays.stream(trace.get(port.tensor())).mapToInt(Math::toIntExact).toArray());
    }
    return outputs(codes, 1).getFirst();
  }

  /** What the integers of a batch's outputs stand for, item by item. */
  List<Values> outputs(Map<String, int[]> codes, int count) {
    List<Values> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Values item = Values.none();
      for (Port port : graph.outputs()) {
        int[] batch = codes.get(port.name());
        int size = batch.length / count;
        int[] own = Arrays.copyOfRange(batch, i * size, (i + 1) * size);
        item = item.and(Values.of(port.name(), content(port, own, List.of())));
      }
      items.add(item);
    }
    return items;
  }

  private PortValues content(Port port, int[] codes, List<String> texts) {
    int fraction = tensors.get(port.tensor()).format().fraction();
    return new PortValues(port.encoding(), fraction, codes, texts);
  }

  @Override
  public String toString() {
    return "Ports[" + inputs + " to " + outputs() + "]";
  }
}
