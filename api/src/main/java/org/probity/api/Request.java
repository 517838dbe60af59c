package org.probity.api;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.inference.certificate.Visibility;

/**
 * What is to be proven: inputs, who learns which port, and the context. Inputs are hidden and outputs
 * public unless it is said otherwise. Immutable.
 */
public final class Request {
  private final List<Values> items;
  private final Visibility inputs;
  private final Visibility outputs;
  private final Map<String, Visibility> ports;
  private final byte[] context;

  private Request(
      List<Values> items,
      Visibility inputs,
      Visibility outputs,
      Map<String, Visibility> ports,
      byte[] context) {
    this.items = List.copyOf(items);
    this.inputs = inputs;
    this.outputs = outputs;
    this.ports = Map.copyOf(ports);
    this.context = context;
  }

  /** One inference on these inputs. */
  public static Request of(Values inputs) {
    return new Request(
        List.of(inputs), Visibility.HIDDEN, Visibility.PUBLIC, Map.of(), new byte[0]);
  }

  /** Who learns the inputs, where nothing is said of a single one. */
  public Request withInputs(Visibility visibility) {
    return new Request(items, visibility, outputs, ports, context);
  }

  /** Who learns the outputs, where nothing is said of a single one. */
  public Request withOutputs(Visibility visibility) {
    return new Request(items, inputs, visibility, ports, context);
  }

  /** Who learns one input or output. */
  public Request withPort(String port, Visibility visibility) {
    Map<String, Visibility> all = new HashMap<>(ports);
    all.put(port, visibility);
    return new Request(items, inputs, outputs, all, context);
  }

  /** What the certificate is bound to, such as a case number or a challenge of the verifier. */
  public Request withContext(String text) {
    return withContext(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same as bytes. */
  public Request withContext(byte[] bytes) {
    return new Request(items, inputs, outputs, ports, bytes.clone());
  }

  List<Values> items() {
    return items;
  }

  Visibility inputs() {
    return inputs;
  }

  Visibility outputs() {
    return outputs;
  }

  Map<String, Visibility> ports() {
    return ports;
  }

  byte[] context() {
    return context.clone();
  }

  /** Without inputs and context: they may be secret. */
  @Override
  public String toString() {
    return "Request[inputs=%s, outputs=%s, ports=%s]".formatted(inputs, outputs, ports);
  }
}
