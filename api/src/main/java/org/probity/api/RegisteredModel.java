package org.probity.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.RefusedException;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.key.PublicPrefix;
import org.probity.model.part.QuantizedPart;

/**
 * A registered model as its owner has it: the key for everybody, the secret, and what runs and
 * proves it. Many threads may prove with one object at once; what it computes once (openings of the
 * weights, programs) is then shared. Never prints weights.
 */
public final class RegisteredModel {
  private final ModelKey key;
  private final ModelSecret secret;
  private final Parameters parameters;
  private final Optional<PublicPrefix> prefix;
  private final Optional<QuantizedPart> quantized;
  private final Ports ports;

  RegisteredModel(
      ModelKey key,
      ModelSecret secret,
      Optional<PublicPrefix> prefix,
      Optional<QuantizedPart> quantized) {
    this.key = key;
    this.secret = secret;
    this.parameters = new Parameters(secret.values());
    this.prefix = prefix;
    this.quantized = quantized;
    this.ports = prefix.map(p -> Ports.through(p, key)).orElseGet(() -> Ports.of(key));
  }

  /**
   * A model from key and secret.
   *
   * @throws RefusedException if the secret does not belong to the key, or the model lies behind a
   *     public prefix
   */
  public static RegisteredModel of(ModelKey key, ModelSecret secret) throws RefusedException {
    if (!secret.modelId().equals(key.modelId())) {
      throw new RefusedException("the model secret belongs to another model key");
    }
    if (key.origin().filter(o -> o.prefix() instanceof Prefix.Public).isPresent()) {
      throw new RefusedException("the model lies behind a public prefix, which is missing");
    }
    return new RegisteredModel(key, secret, Optional.empty(), Optional.empty());
  }

  /**
   * A model behind a public prefix. It takes the inputs of the original model.
   *
   * @throws RefusedException if the secret does not belong to the key, or the prefix is not the one
   *     that the key names
   */
  public static RegisteredModel of(ModelKey key, ModelSecret secret, PublicPrefix prefix)
      throws RefusedException {
    if (!secret.modelId().equals(key.modelId())) {
      throw new RefusedException("the model secret belongs to another model key");
    }
    Optional<String> fault = prefix.fault(key);
    if (fault.isPresent()) {
      throw new RefusedException(fault.get());
    }
    return new RegisteredModel(key, secret, Optional.of(prefix), Optional.empty());
  }

  /**
   * Reads {@code model.key} and {@code model.secret} and, if the key names one, {@code
   * model.prefix}.
   *
   * @throws InvalidFileException if one of them is not intact
   * @throws RefusedException if they do not belong together
   */
  public static RegisteredModel load(Path folder)
      throws IOException, InvalidFileException, RefusedException {
    ModelFolder files = new ModelFolder(folder);
    ModelKey key = files.key();
    return key.origin().filter(o -> o.prefix() instanceof Prefix.Public).isPresent()
        ? of(key, files.secret(), files.prefix())
        : of(key, files.secret());
  }

  /**
   * Writes {@code model.key} and, if there is one, {@code model.prefix}, for everybody, and {@code
   * model.secret}, which only the owner of the file can read. The folder is made if need be.
   *
   * @throws BadInputException if the folder holds a registered model: without its secret it could
   *     never prove anything again
   */
  public void save(Path folder) throws IOException {
    new ModelFolder(folder).create(key, secret, prefix);
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

  /** What comes before the part that is proven, for everybody. */
  public Optional<PublicPrefix> prefix() {
    return prefix;
  }

  /** How it came about, if it was registered by this program. */
  Optional<QuantizedPart> quantized() {
    return quantized;
  }

  /**
   * Runs the model without proving anything.
   *
   * @throws RefusedException if the inputs do not fit the model or lie outside its domain
   */
  public Values run(Values inputs) throws RefusedException {
    try {
      return ports.outputs(IntegerExecutor.run(key.graph(), parameters, ports.codes(inputs)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /**
   * Runs the model and proves what it gives, for all items of the request in one certificate. It
   * has been verified when this returns.
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
    Visibility inputs = request.inputs().orElseGet(() -> DefaultVisibility.ofInputs(key));
    graph.inputs().forEach(port -> all.put(port.name(), inputs));
    graph.outputs().forEach(port -> all.put(port.name(), request.outputs()));
    all.putAll(request.ports());
    return all;
  }

  @Override
  public String toString() {
    return "RegisteredModel " + key.modelId();
  }
}
