package org.probity.inference;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/**
 * Refuses requests that do not fit the model, before anything is computed for them. Messages name
 * ports, items and positions, never values.
 */
final class RequestCheck {
  private final IntegerGraph graph;
  private final ProofRequest request;
  private final Map<String, Tensor> tensors;

  private RequestCheck(IntegerGraph graph, ProofRequest request) {
    this.graph = graph;
    this.request = request;
    this.tensors = graph.tensorsByName();
  }

  /**
   * Checks a request.
   *
   * @param graph that of one item
   */
  static void check(IntegerGraph graph, ProofRequest request) throws RefusedException {
    RequestCheck check = new RequestCheck(graph, request);
    try {
      Statement.checkCount(request.count());
      Statement.checkLabels(request.labels(), request.count());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
    check.portNames();
    check.size();
    for (Port port : graph.inputs()) {
      check.input(port);
    }
  }

  private void portNames() throws RefusedException {
    Set<String> names = new HashSet<>();
    graph.inputs().forEach(port -> names.add(port.name()));
    for (Set<String> given : List.of(request.inputs().keySet(), request.texts().keySet())) {
      for (String name : given) {
        require(names.contains(name), "the model has no input port " + name);
      }
    }
    graph.outputs().forEach(port -> names.add(port.name()));
    for (String name : request.visibilities().keySet()) {
      require(names.contains(name), "the model has no port " + name);
    }
  }

  /** A reader must take the certificate, and each of the receipts. */
  private void size() throws RefusedException {
    require(
        request.context().length <= Statement.MAX_CONTEXT,
        "the context is longer than 65536 bytes");
    shown(graph, request.visibilities(), request.count());
  }

  /** Whether a certificate, and each of its receipts, can hold what its ports show. */
  static void shown(IntegerGraph graph, Map<String, Visibility> visibilities, int count)
      throws RefusedException {
    Map<String, Tensor> tensors = graph.tensorsByName();
    long shown = 0;
    for (List<Port> ports : List.of(graph.inputs(), graph.outputs())) {
      for (Port port : ports) {
        Tensor tensor = tensors.get(port.tensor());
        shown +=
            switch (visibilities.getOrDefault(port.name(), Visibility.HIDDEN)) {
              case PUBLIC -> tensor.size();
              case COMMITTED -> {
                require(
                    tensor.size() <= Certificate.MAX_VALUES,
                    "a receipt cannot hold the " + tensor.size() + " values of " + port.name());
                yield PortClaim.Commitment.size(tensor.shape()) / 32;
              }
              case HIDDEN -> 0;
            };
      }
    }
    shown *= count;
    require(
        shown <= Certificate.MAX_VALUES,
        "a certificate cannot hold the "
            + shown
            + " values and points of the public and committed ports");
  }

  private void input(Port port) throws RefusedException {
    int[] values = request.inputs().get(port.name());
    int size = tensors.get(port.tensor()).size();
    int count = request.count();
    // The executor has the same words for a single inference.
    require(
        count == 1 || (values != null && values.length == (long) count * size),
        "input %s must have %d entries for each of %d items".formatted(port.name(), size, count));
    if (values == null) {
      return;
    }
    List<String> texts = request.texts().getOrDefault(port.name(), List.of());
    require(texts.size() % count == 0, "port " + port.name() + ": its texts do not fit its values");
    PortValues all = new PortValues(port.encoding(), 0, values, texts);
    for (int i = 0; i < count; i++) {
      String place = count == 1 ? port.name() : port.name() + ", item " + (i + 1);
      PortValues item = all.item(i, count);
      try {
        // Inputs that stand for nothing, and texts that are not those of their codes.
        item.check();
      } catch (IllegalArgumentException e) {
        throw new RefusedException("port " + place + ": " + e.getMessage());
      }
      domain(place, item.integers(), tensors.get(port.tensor()));
    }
  }

  private static void domain(String place, int[] values, Tensor tensor) throws RefusedException {
    for (int j = 0; j < values.length; j++) {
      require(
          tensor.format().contains(values[j]),
          "input " + place + ": entry " + j + " is outside the declared domain");
    }
  }

  private static void require(boolean condition, String message) throws RefusedException {
    if (!condition) {
      throw new RefusedException(message);
    }
  }
}
