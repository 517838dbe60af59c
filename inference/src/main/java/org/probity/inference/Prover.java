package org.probity.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.ArgumentProver;
import org.probity.argument.Instance;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;
import org.probity.graph.GraphLint;
import org.probity.graph.IntegerExecutor;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.Trace;

/** Runs a registered model and proves the result. */
public final class Prover {
  private final ModelKey key;
  private final ModelSecret secret;
  private final ProofRequest request;
  private final CompiledProgram compiled;
  private final ColumnValues columns = new ColumnValues();
  private final Map<Group, Opening> openings = new HashMap<>();
  private final List<Receipt> receipts = new ArrayList<>();

  private Prover(ModelKey key, ModelSecret secret, ProofRequest request) {
    this.key = key;
    this.secret = secret;
    this.request = request;
    this.compiled = key.program(request.visibilities());
  }

  /**
   * Proves one inference. The proof is verified before it is returned.
   *
   * @throws RefusedException if the secret does not belong to the key, or the request does not fit
   *     the model: an unknown or missing port, a wrong size, a value outside its domain (the
   *     message names port and position, never the value)
   */
  public static Proven prove(ModelKey key, ModelSecret secret, ProofRequest request)
      throws RefusedException {
    if (!secret.modelId().equals(key.modelId())) {
      throw new RefusedException("the model secret belongs to another model key");
    }
    checkPortNames(key.graph(), request);
    checkShownValues(key.graph(), request);
    checkMeaning(key.graph(), request);
    if (request.count() != 1 || !request.shared().isEmpty()) {
      throw new RefusedException("batches and shared commitments cannot be proven yet");
    }
    if (request.context().length > Statement.MAX_CONTEXT) {
      throw new RefusedException("the context is longer than 65536 bytes");
    }
    Map<String, long[]> trace;
    try {
      key.program(request.visibilities());
      Parameters parameters = new Parameters(secret.values());
      GraphLint.check(key.graph(), parameters);
      trace = IntegerExecutor.run(key.graph(), parameters, request.inputs());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
    return new Prover(key, secret, request).prove(trace);
  }

  private static void checkPortNames(IntegerGraph graph, ProofRequest request)
      throws RefusedException {
    List<String> inputs = graph.inputs().stream().map(Port::name).toList();
    List<String> all = new ArrayList<>(inputs);
    graph.outputs().forEach(port -> all.add(port.name()));
    for (String name : request.inputs().keySet()) {
      if (!inputs.contains(name)) {
        throw new RefusedException("the model has no input port " + name);
      }
    }
    for (String name : request.texts().keySet()) {
      if (!inputs.contains(name)) {
        throw new RefusedException("the model has no input port " + name);
      }
    }
    for (String name : request.visibilities().keySet()) {
      if (!all.contains(name)) {
        throw new RefusedException("the model has no port " + name);
      }
    }
  }

  /** Inputs that stand for nothing, and texts that are not those of their codes, are refused. */
  private static void checkMeaning(IntegerGraph graph, ProofRequest request)
      throws RefusedException {
    for (Port port : graph.inputs()) {
      int[] values = request.inputs().get(port.name());
      if (values != null) {
        try {
          content(port, 0, values, request).check();
        } catch (IllegalArgumentException e) {
          throw new RefusedException("port " + port.name() + ": " + e.getMessage());
        }
      }
    }
  }

  private static PortValues content(Port port, int fraction, int[] values, ProofRequest request) {
    List<String> texts = request.texts().getOrDefault(port.name(), List.of());
    return new PortValues(port.encoding(), fraction, values, texts);
  }

  private static void checkShownValues(IntegerGraph graph, ProofRequest request)
      throws RefusedException {
    Map<String, Tensor> tensors = graph.tensorsByName();
    long shown = 0;
    for (List<Port> ports : List.of(graph.inputs(), graph.outputs())) {
      for (Port port : ports) {
        Visibility visibility = request.visibilities().getOrDefault(port.name(), Visibility.HIDDEN);
        shown += visibility == Visibility.HIDDEN ? 0 : tensors.get(port.tensor()).size();
      }
    }
    if (shown > Certificate.MAX_VALUES) {
      throw new RefusedException(
          "a certificate cannot hold the " + shown + " values of the public and committed ports");
    }
  }

  private Proven prove(Map<String, long[]> trace) throws RefusedException {
    compiled.weights().forEach((name, column) -> columns.put(column, secret.values().get(name)));
    Trace execution = Trace.of(trace, secret.values());
    columns.putAll(compiled.witness(execution));
    compiled.contractions(execution).forEach(columns::putContraction);
    for (Group group : ModelKey.weightGroups(compiled.program())) {
      openings.put(group, secret.opening(key.suite(), compiled.program(), group, columns));
    }
    Statement statement = new Statement(
            key.modelId(),
            request.count(),
            request.labels(),
            Optional.empty(),
            claims(trace),
            request.context());
    Instance instance = Statements.instance(key, statement, compiled);
    Certificate certificate = new Certificate(statement, proof(instance));
    Map<String, int[]> outputs = new LinkedHashMap<>();
    key.graph()
        .outputs()
        .forEach(port -> outputs.put(port.name(), narrow(trace.get(port.tensor()))));
    return new Proven(certificate, outputs, receipts);
  }

  private byte[] proof(Instance instance) throws RefusedException {
    try {
      return ArgumentProver.prove(instance, columns, openings);
    } catch (UnsatisfiedProgramException e) {
      throw new IllegalStateException("an execution violates: " + e.getMessage(), e);
    } catch (IllegalStateException e) {
      // The prover's own check fails if the parameters are not the registered ones.
      for (Group group : ModelKey.weightGroups(compiled.program())) {
        byte[] opened = openings.get(group).commit().encode();
        if (!Arrays.equals(opened, key.commitment(group).encode())) {
          throw new RefusedException("the model secret does not open the model key's commitments");
        }
      }
      throw e;
    }
  }

  private List<PortClaim> claims(Map<String, long[]> trace) {
    List<PortClaim> claims = new ArrayList<>();
    key.graph().inputs().forEach(port -> claims.add(claim(port, PortClaim.Role.INPUT, trace)));
    key.graph().outputs().forEach(port -> claims.add(claim(port, PortClaim.Role.OUTPUT, trace)));
    return claims;
  }

  private PortClaim claim(Port port, PortClaim.Role role, Map<String, long[]> trace) {
    Tensor tensor = key.graph().tensorsByName().get(port.tensor());
    int[] values = narrow(trace.get(port.tensor()));
    int fraction = tensor.format().fraction();
    PortValues content = content(port, fraction, values, request);
    Visibility visibility = request.visibilities().getOrDefault(port.name(), Visibility.HIDDEN);
    boolean shown = visibility == Visibility.PUBLIC;
    return new PortClaim(
        port.name(),
        role,
        visibility,
        fraction,
        port.encoding(),
        shown ? Optional.of(values) : Optional.empty(),
        shown ? content.texts() : List.of(),
        visibility == Visibility.COMMITTED
            ? Optional.of(commit(port, role, tensor, content))
            : Optional.empty());
  }

  /** Commits to a port with fresh blinders and keeps the receipt. */
  private PortClaim.Commitment commit(
      Port port, PortClaim.Role role, Tensor tensor, PortValues content) {
    Program program = compiled.program();
    Column column = compiled.ports().get(port.tensor());
    Group group = program.groupOf(column);
    byte[] seed = Coins.freshSeed();
    Opening opening = Opening.of(key.suite().curve(), program, group, columns, seed);
    openings.put(group, opening);
    receipts.add(new Receipt(port.name(), role, 0, key.suite(), column, content, seed));
    return new PortClaim.Commitment(tensor.shape(), opening.commit().encode());
  }

  private static int[] narrow(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }
}
