package org.probity.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.probity.graph.Port;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.RefusedException;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;

/**
 * What all inferences of a command have in common.
 *
 * @param visibilities of all ports, by name
 */
record ProofSetting(
    ModelKey key, ModelSecret secret, Map<String, Visibility> visibilities, byte[] context) {
  /** Proves items in one certificate. */
  Proven prove(List<Item> items) throws RefusedException {
    return Prover.prove(key, secret, request(items));
  }

  /** The committed ports in the order of the model. */
  List<String> committed() {
    return Stream.concat(key.graph().inputs().stream(), key.graph().outputs().stream())
        .map(Port::name)
        .filter(name -> visibilities.get(name) == Visibility.COMMITTED)
        .toList();
  }

  private ProofRequest request(List<Item> items) {
    Map<String, int[]> inputs = new HashMap<>();
    Map<String, List<String>> texts = new HashMap<>();
    Set<String> shared = new HashSet<>();
    for (Item item : items) {
      shared.addAll(item.shared().keySet());
    }
    for (String port : items.getFirst().values().keySet()) {
      inputs.put(
          port, items.stream().flatMapToInt(i -> Arrays.stream(i.values().get(port))).toArray());
      if (items.stream().allMatch(i -> i.texts().containsKey(port))) {
        texts.put(port, items.stream().flatMap(i -> i.texts().get(port).stream()).toList());
      }
    }
    Map<String, List<Optional<Receipt>>> receipts = new HashMap<>();
    for (String port : shared) {
      receipts.put(
          port, items.stream().map(i -> Optional.ofNullable(i.shared().get(port))).toList());
    }
    List<String> labels = items.stream().flatMap(i -> i.labels().stream()).toList();
    return new ProofRequest(items.size(), inputs, texts, visibilities, labels, receipts, context);
  }
}
