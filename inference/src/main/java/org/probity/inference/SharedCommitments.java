package org.probity.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.argument.commitment.Coins;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/**
 * The seeds of a certificate's commitments: fresh ones, so that no two commitments can be told to
 * be of the same values, except where a receipt is given on purpose. Then the commitment is that of
 * the receipt, byte for byte, since it depends on values, layout and seed alone.
 *
 * @param receipts by port name, one entry for each item
 */
record SharedCommitments(Map<String, List<Optional<Receipt>>> receipts) {
  /**
   * Checks that every receipt fits its port and holds what the port holds in this run.
   *
   * @param trace values of all tensors, item after item
   * @throws RefusedException saying what differs, never a value
   */
  void check(ModelKey key, ProofRequest request, Map<String, long[]> trace)
      throws RefusedException {
    Map<String, Port> ports = ports(key.graph());
    for (Map.Entry<String, List<Optional<Receipt>>> entry : receipts.entrySet()) {
      Port port = ports.get(entry.getKey());
      if (port == null) {
        throw new RefusedException("the model has no port " + entry.getKey() + " to share");
      }
      if (request.visibilities().get(port.name()) != Visibility.COMMITTED) {
        throw new RefusedException("port " + port.name() + " is shared but not committed");
      }
      if (entry.getValue().size() != request.count()) {
        throw new RefusedException(
            "port %s: there are %d receipts for %d items"
                .formatted(port.name(), entry.getValue().size(), request.count()));
      }
      Tensor tensor = key.graph().tensorsByName().get(port.tensor());
      for (int i = 0; i < request.count(); i++) {
        if (entry.getValue().get(i).isPresent()) {
          Receipt receipt = entry.getValue().get(i).get();
          String where =
              "port " + port.name() + (request.count() == 1 ? "" : ", item " + (i + 1)) + ": ";
          Optional<String> difference =
              receipt.difference(
                  key.suite(), tensor.format().fraction(), port.encoding(), tensor.shape());
          if (difference.isPresent()) {
            throw new RefusedException(where + difference.get());
          }
          if (!holds(receipt.values(), trace.get(port.tensor()), i)) {
            throw new RefusedException(where + "the receipt is of other values than this run's");
          }
        }
      }
    }
  }

  private static boolean holds(int[] values, long[] all, int item) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != all[item * values.length + i]) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Port> ports(IntegerGraph graph) {
    Map<String, Port> ports = new HashMap<>();
    Stream.concat(graph.inputs().stream(), graph.outputs().stream())
        .forEach(port -> ports.put(port.name(), port));
    return ports;
  }

  /** The receipt whose opening an item of a port uses again, if there is one. */
  Optional<Receipt> of(String port, int item) {
    return receipts.containsKey(port) ? receipts.get(port).get(item) : Optional.empty();
  }

  /** The seed of the blinders of an item of a port. */
  byte[] seed(String port, int item) {
    return of(port, item).map(Receipt::seed).orElseGet(Coins::freshSeed);
  }
}
