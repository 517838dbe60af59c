package org.probity.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.inference.certificate.Visibility;

/**
 * What is to be proven.
 *
 * @param inputs quantised values of each input port, by port name, row-major
 * @param visibilities visibility of input and output ports by name; ports left out are hidden
 * @param texts of input ports of texts, by port name: the texts of the values, which certificate or
 *     receipt will hold; ports may be left out
 * @param context bytes to bind the certificate to, such as a challenge of the verifier; may be
 *     empty
 */
public record ProofRequest(
    Map<String, int[]> inputs,
    Map<String, List<String>> texts,
    Map<String, Visibility> visibilities,
    byte[] context) {
  public ProofRequest {
    Map<String, int[]> copy = new HashMap<>();
    inputs.forEach((name, values) -> copy.put(name, values.clone()));
    inputs = Map.copyOf(copy);
    Map<String, List<String>> lists = new HashMap<>();
    texts.forEach((name, list) -> lists.put(name, List.copyOf(list)));
    texts = Map.copyOf(lists);
    visibilities = Map.copyOf(visibilities);
    context = context.clone();
  }

  /** A request without texts. */
  public ProofRequest(
      Map<String, int[]> inputs, Map<String, Visibility> visibilities, byte[] context) {
    this(inputs, Map.of(), visibilities, context);
  }

  /** Names only: inputs may be secret. */
  @Override
  public String toString() {
    return "ProofRequest[inputs=" + inputs.keySet() + ", visibilities=" + visibilities + "]";
  }
}
