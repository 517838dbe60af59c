package org.probity.model.onnx.operator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxFunction;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxNode;

/** What all graphs of one model share during its import. */
final class ModelContext {
  /** Limit on graphs within graphs: subgraphs, function calls, and what they ask for. */
  private static final int MAX_DEPTH = 100;

  private final FloatBuilder builder = new FloatBuilder();
  private final Texts texts = new Texts();
  private final long opset;
  private final long classicalOpset;
  private final Map<String, OnnxFunction> functions = new HashMap<>();
  private final ExternalData external;
  private final boolean unquantised;
  private int depth;

  /**
   * The context of one import.
   *
   * @param unquantised whether quantisers are left out, and what stands between them is computed in
   *     real numbers
   */
  ModelContext(OnnxModel model, long opset, ExternalData external, boolean unquantised)
      throws ModelException {
    this.unquantised = unquantised;
    this.opset = opset;
    this.classicalOpset = model.opsets().getOrDefault(Estimators.DOMAIN, 1L);
    this.external = external;
    for (OnnxFunction function : model.functions()) {
      if (functions.put(key(function.domain(), function.name()), function) != null) {
        throw new ModelException("function \"" + function.name() + "\" is defined twice");
      }
    }
  }

  private static String key(String domain, String name) {
    return domain + "\n" + name;
  }

  FloatBuilder builder() {
    return builder;
  }

  /** The texts of the model file. */
  Texts texts() {
    return texts;
  }

  /** Version of the operator set of classical machine learning. */
  long classicalOpset() {
    return classicalOpset;
  }

  long opset() {
    return opset;
  }

  /** Whether quantisers are left out. */
  boolean unquantised() {
    return unquantised;
  }

  ExternalData external() {
    return external;
  }

  /** The function of the model that the node calls, if it does. */
  Optional<OnnxFunction> function(OnnxNode node) {
    return Optional.ofNullable(functions.get(key(node.domain(), node.operator())));
  }

  void enter() throws ModelException {
    if (++depth > MAX_DEPTH) {
      throw new ModelException(
          "subgraphs and functions are nested more than " + MAX_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
