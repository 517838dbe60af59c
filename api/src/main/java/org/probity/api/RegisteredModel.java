package org.probity.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.graph.IntegerExecutor;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.RefusedException;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.model.quantize.QuantizedModel;

/**
 * A registered model as its owner has it: the key for everybody, the secret, and what runs and
 * proves it. Many threads may prove with one object at once; what it computes once (openings of the
 * weights, programs) is then shared. Never prints weights.
 */
public final class RegisteredModel {
  private final ModelKey key;
  private final ModelSecret secret;
  private final QuantizedModel quantized;
  private final Ports ports;

  RegisteredModel(ModelKey key, ModelSecret secret, QuantizedModel quantized) {
    this.key = key;
    this.secret = secret;
    this.quantized = quantized;
    this.ports = Ports.of(key);
  }

  /**
   * A model from key and secret.
   *
   * @throws RefusedException if the secret does not belong to the key
   */
  public static RegisteredModel of(ModelKey key, ModelSecret secret) throws RefusedException {
    if (!secret.modelId().equals(key.modelId())) {
      throw new RefusedException("the model secret belongs to another model key");
    }
    Parameters parameters = new Parameters(secret.values());
    return new RegisteredModel(key, secret, new QuantizedModel(key.graph(), parameters));
  }

  /**
   * Reads {@code model.key} and {@code model.secret}.
   *
   * @throws InvalidFileException if one of them is not intact
   * @throws RefusedException if they do not belong together
   */
  public static RegisteredModel load(Path folder)
      throws IOException, InvalidFileException, RefusedException {
    ModelFolder files = new ModelFolder(folder);
    return of(files.key(), files.secret());
  }

  /**
   * Writes {@code model.key}, for everybody, and {@code model.secret}, which only the owner of the
   * file can read. The folder is made if need be.
   *
   * @throws BadInputException if the folder holds a registered model: without its secret it could
   *     never prove anything again
   */
  public void save(Path folder) throws IOException {
    new ModelFolder(folder).create(key, secret);
  }

  /** For everybody: what a verifier needs. Its id is the model's. */
  public ModelKey key() {
    return key;
  }

  /** For nobody else: the weights. */
  public ModelSecret secret() {
    return secret;
  }

  /** What it takes and gives. */
  public Ports ports() {
    return ports;
  }

  QuantizedModel quantized() {
    return quantized;
  }

  /**
   * Runs the model without proving anything.
   *
   * @throws RefusedException if the inputs do not fit the model or lie outside its domain
   */
  public Values run(Values inputs) throws RefusedException {
    try {
      return ports.outputs(
          IntegerExecutor.run(key.graph(), quantized.parameters(), ports.codes(inputs)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /**
   * Runs the model and proves what it gives, for all items of the request in one certificate. It has
   * been verified when this returns.
   *
   * @throws RefusedException if the request does not fit the model: an unknown or missing port, a
   *     value outside its domain (the message names port and position, never the value)
   */
  public Certified prove(Request request) throws RefusedException {
    int count = request.items().size();
    Proven proven =
        Prover.prove(
            key,
            secret,
            new ProofRequest(
                count,
                ports.codes(request.items()),
                ports.texts(request.items()),
                visibilities(request),
                request.labels(),
                request.shared(),
                request.context()));
    return new Certified(
        proven.certificate(), ports.outputs(proven.outputs(), count), proven.receipts());
  }

  private Map<String, Visibility> visibilities(Request request) {
    IntegerGraph graph = key.graph();
    Map<String, Visibility> all = new HashMap<>();
    graph.inputs().forEach(port -> all.put(port.name(), request.inputs()));
    graph.outputs().forEach(port -> all.put(port.name(), request.outputs()));
    all.putAll(request.ports());
    return all;
  }

  @Override
  public String toString() {
    return "RegisteredModel " + key.modelId();
  }
}
