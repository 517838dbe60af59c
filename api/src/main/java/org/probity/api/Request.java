package org.probity.api;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Visibility;

/**
 * What is to be proven: the inputs of one inference or of many, who learns which port, and the
 * context. Outputs are public unless it is said otherwise. Immutable; each {@code with} gives
 * another request.
 *
 * @param items the inputs of each inference, at least one
 * @param labels public names of the items, such as case numbers, all different; or none
 * @param inputs who learns the inputs that are not in {@code ports}; if nothing is said they are
 *     hidden, behind a public prefix public and behind an unproven one committed
 * @param outputs who learns the outputs that are not in {@code ports}
 * @param ports who learns which port, by name
 * @param shared by name of a committed port: of each item a receipt, if its commitment is to be
 *     used again
 * @param context what the certificate is bound to
 */
public record Request(
    List<Values> items,
    List<String> labels,
    Optional<Visibility> inputs,
    Visibility outputs,
    Map<String, Visibility> ports,
    Map<String, List<Optional<Receipt>>> shared,
    byte[] context) {
  public Request {
    items = List.copyOf(items);
    labels = List.copyOf(labels);
    ports = Map.copyOf(ports);
    shared = Map.copyOf(shared);
    context = context.clone();
    if (items.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to be proven");
    }
  }

  /** One inference on these inputs. */
  public static Request of(Values inputs) {
    return ofBatch(List.of(inputs));
  }

  /** One certificate for an inference on each of these inputs. */
  public static Request ofBatch(List<Values> items) {
    return new Request(
        items, List.of(), Optional.empty(), Visibility.PUBLIC, Map.of(), Map.of(), new byte[0]);
  }

  /** Public names of the items. */
  public Request withLabels(List<String> names) {
    return new Request(items, names, inputs, outputs, ports, shared, context);
  }

  /** Who learns the inputs, where nothing is said of a single one. */
  public Request withInputs(Visibility visibility) {
    return new Request(items, labels, Optional.of(visibility), outputs, ports, shared, context);
  }

  /** Who learns the outputs, where nothing is said of a single one. */
  public Request withOutputs(Visibility visibility) {
    return new Request(items, labels, inputs, visibility, ports, shared, context);
  }

  /** Who learns one input or output. */
  public Request withPort(String port, Visibility visibility) {
    return new Request(
        items, labels, inputs, outputs, put(ports, port, visibility), shared, context);
  }

  /**
   * Commits to a port of the only item as another certificate did, whose receipt this is; everybody
   * sees then that both are about the same values, whatever these are.
   */
  public Request withShared(String port, Receipt receipt) {
    return withShared(port, List.of(Optional.of(receipt)));
  }

  /** The same for a batch: of each item a receipt or none. */
  public Request withShared(String port, List<Optional<Receipt>> receipts) {
    return new Request(
        items,
        labels,
        inputs,
        outputs,
        put(ports, port, Visibility.COMMITTED),
        put(shared, port, List.copyOf(receipts)),
        context);
  }

  /** What the certificate is bound to, such as a case number or a challenge of the verifier. */
  public Request withContext(String text) {
    return withContext(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same as bytes. */
  public Request withContext(byte[] bytes) {
    return new Request(items, labels, inputs, outputs, ports, shared, bytes);
  }

  @Override
  public byte[] context() {
    return context.clone();
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> all = new HashMap<>(map);
    all.put(key, value);
    return all;
  }

  /** Without inputs and context: they may be secret. */
  @Override
  public String toString() {
    return "Request[%d items, inputs=%s, outputs=%s, ports=%s]"
        .formatted(items.size(), inputs, outputs, ports);
  }
}
