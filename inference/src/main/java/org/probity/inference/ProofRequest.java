package org.probity.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Port;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Visibility;

/**
 * What is to be proven.
 *
 * @param count number of inferences, the items of the batch, at least 1
 * @param inputs quantised values of each input port, by port name; item after item, row-major
 * @param visibilities visibility of input and output ports by name; ports left out are hidden
 * @param texts of input ports of texts, by port name: the texts of the values, item after item,
 *     which certificate or receipts will hold; ports may be left out
 * @param labels public names of the items, all different; or none
 * @param shared of committed ports, by port name, one entry for each item: a receipt whose values
 *     and seed are to be used again, so that both certificates have the same commitment and
 *     everybody sees it; ports may be left out
 * @param context bytes to bind the certificate to, such as a challenge of the verifier; may be
 *     empty
 */
public record ProofRequest(
    int count,
    Map<String, int[]> inputs,
    Map<String, List<String>> texts,
    Map<String, Visibility> visibilities,
    List<String> labels,
    Map<String, List<Optional<Receipt>>> shared,
    byte[] context) {
  public ProofRequest {
    Map<String, int[]> copy = new HashMap<>();
    inputs.forEach((name, values) -> copy.put(name, values.clone()));
    inputs = Map.copyOf(copy);
    Map<String, List<String>> lists = new HashMap<>();
    texts.forEach((name, list) -> lists.put(name, List.copyOf(list)));
    texts = Map.copyOf(lists);
    visibilities = Map.copyOf(visibilities);
    labels = List.copyOf(labels);
    Map<String, List<Optional<Receipt>>> receipts = new HashMap<>();
    shared.forEach((name, list) -> receipts.put(name, List.copyOf(list)));
    shared = Map.copyOf(receipts);
    context = context.clone();
  }

  /** One inference without a label that shares no commitment. */
  public ProofRequest(
      Map<String, int[]> inputs,
      Map<String, List<String>> texts,
      Map<String, Visibility> visibilities,
      byte[] context) {
    this(1, inputs, texts, visibilities, List.of(), Map.of(), context);
  }

  /** The same without texts. */
  public ProofRequest(
      Map<String, int[]> inputs, Map<String, Visibility> visibilities, byte[] context) {
    this(inputs, Map.of(), visibilities, context);
  }

  /** Who learns the values of a port. */
  public Visibility visibility(Port port) {
    return visibilities.getOrDefault(port.name(), Visibility.HIDDEN);
  }

  /** Names only: inputs may be secret. */
  @Override
  public String toString() {
    return "ProofRequest["
        + count
        + " of inputs="
        + inputs.keySet()
        + ", visibilities="
        + visibilities
        + "]";
  }
}
