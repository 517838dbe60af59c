package org.probity.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.api.input.BadInputException;
import org.probity.api.input.Entrance;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slot;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.Expectations;
import org.probity.inference.PrefixRequirement;
import org.probity.inference.RefusedException;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
import org.probity.model.ModelException;

/**
 * What a registered model takes and gives, as its key says. Behind a public prefix it takes the
 * inputs of the original model.
 */
public final class Ports {
  private final IntegerGraph graph;
  private final Entrance entrance;
  private final Optional<PublicPrefix> prefix;
  private final List<Slot> inputs;
  private final Map<String, Tensor> tensors;

  private Ports(IntegerGraph graph, Entrance entrance, Optional<PublicPrefix> prefix) {
    this.graph = graph;
    this.entrance = entrance;
    this.prefix = prefix;
    this.inputs = entrance.slots();
    this.tensors = graph.tensorsByName();
  }

  /** The ports of a model. */
  public static Ports of(ModelKey key) {
    return new Ports(key.graph(), Entrance.of(key), Optional.empty());
  }

  /**
   * The ports of a model behind a public prefix: the inputs of the prefix, the outputs of the
   * model.
   *
   * @throws RefusedException if the prefix is not the one that the key names
   */
  public static Ports of(ModelKey key, PublicPrefix prefix) throws RefusedException {
    Optional<String> fault = prefix.fault(key);
    if (fault.isPresent()) {
      throw new RefusedException(fault.get());
    }
    return through(prefix, key);
  }

  static Ports through(PublicPrefix prefix, ModelKey key) {
    return new Ports(key.graph(), Entrance.through(prefix), Optional.of(prefix));
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
   * open, these (behind a public prefix: what it gives for them); so they are what one's own data
   * is to be compared with.
   *
   * @throws RefusedException if the inputs do not fit the model or lie outside its domain
   */
  public Values rounded(Values values) throws RefusedException {
    Sample sample = sample(values);
    Map<String, int[]> codes = quantized(sample);
    Values all = Values.none();
    Map<String, Tensor> entered = entrance.graph().tensorsByName();
    for (Port port : entrance.graph().inputs()) {
      int fraction = entered.get(port.tensor()).format().fraction();
      List<String> texts = sample.texts().getOrDefault(port.name(), List.of());
      PortValues content = new PortValues(port.encoding(), fraction, codes.get(port.name()), texts);
      all = all.and(Values.of(port.name(), content));
    }
    return all;
  }

  /**
   * Expects, besides, a certificate about these very inputs, all of which must then be public. A
   * public prefix is run again on them.
   *
   * @param values the inputs of each item
   * @throws RefusedException if the inputs do not fit the model or lie outside its domain
   */
  public Expectations expecting(List<Values> values, Expectations besides) throws RefusedException {
    if (prefix.isEmpty()) {
      return besides.withValues(codes(values));
    }
    List<Map<String, int[]>> items = new ArrayList<>();
    for (Values item : values) {
      items.add(quantized(sample(item)));
    }
    return besides.and(new PrefixRequirement(prefix.get(), items));
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
      return entrance.pass(quantized(sample));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /** The integers where the sample enters. */
  private Map<String, int[]> quantized(Sample sample) throws RefusedException {
    try {
      return entrance.quantizer().quantize(sample.values());
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
    if (!entrance.isDirect()) {
      return all; // a prefix gives numbers
    }
    for (Values item : items) {
      sample(item)
          .texts()
          .forEach(
              (port, texts) -> all.computeIfAbsent(port, _ -> new ArrayList<>()).addAll(texts));
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
        item = item.and(Values.of(port.name(), content(port, own)));
      }
      items.add(item);
    }
    return items;
  }

  private PortValues content(Port port, int[] codes) {
    int fraction = tensors.get(port.tensor()).format().fraction();
    return new PortValues(port.encoding(), fraction, codes);
  }

  @Override
  public String toString() {
    return "Ports[" + inputs + " to " + outputs() + "]";
  }
}
