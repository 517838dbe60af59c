package org.probity.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.probity.argument.ArgumentProver;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Instance;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Shape;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.graph.lint.GraphLint;
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
    this.compiled = key.program(request.visibilities(), request.count());
  }

  /**
   * Proves the inferences of a request in one proof. It is verified before it is returned.
   *
   * <p>A thread that is interrupted leaves with a {@link CancellationException}, soon, and stays
   * interrupted.
   *
   * @throws RefusedException if the secret does not belong to the key, or the request does not fit
   *     the model: an unknown or missing port, a wrong size, a value outside its domain, more items
   *     than fit into one proof (the message names port and position, never the value)
   */
  public static Proven prove(ModelKey key, ModelSecret secret, ProofRequest request)
      throws RefusedException {
    if (!secret.modelId().equals(key.modelId())) {
      throw new RefusedException("the model secret belongs to another model key");
    }
    RequestCheck.check(key.graph(), request);
    Optional<String> unsaid = Origins.fault(key, request.visibilities());
    if (unsaid.isPresent()) {
      throw new RefusedException(unsaid.get());
    }
    Map<String, long[]> trace;
    try {
      key.program(request.visibilities(), request.count());
      Parameters parameters = new Parameters(secret.values());
      GraphLint.check(key.graph(), parameters);
      trace = IntegerExecutor.run(key.graph(request.count()), parameters, request.inputs());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
    new SharedCommitments(request.shared()).check(key, request, trace);
    return new Prover(key, secret, request).prove(trace);
  }

  /**
   * Refuses what no certificate could hold, before any work is done.
   *
   * @param visibilities by port name; ports left out are hidden
   * @throws RefusedException with the numbers
   */
  public static void requireFits(ModelKey key, Map<String, Visibility> visibilities, int count)
      throws RefusedException {
    RequestCheck.shown(key.graph(), visibilities, count);
  }

  private Proven prove(Map<String, long[]> trace) throws RefusedException {
    compiled.weights().forEach((name, column) -> columns.put(column, secret.values().get(name)));
    Trace execution = Trace.of(trace, secret.values());
    columns.putAll(compiled.witness(execution));
    compiled.contractions(execution).forEach(columns::putContraction);
    for (Group group : ModelKey.weightGroups(compiled.program())) {
      openings.put(group, secret.opening(key.suite(), compiled.program(), group, columns));
    }
    Statement statement =
        new Statement(
            key.modelId(),
            request.count(),
            request.labels(),
            key.origin(),
            claims(trace),
            request.context());
    long proofSize = ArgumentVerifier.proofSize(compiled.program());
    // A third more as base64, and the names of fields.
    if (statement.binding().length + proofSize * 4 / 3 + 1024 > Certificate.MAX_FILE) {
      throw new RefusedException(
          "the certificate would be larger than a certificate's file can be");
    }
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
    } catch (CancellationException e) {
      throw e;
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
    int fraction = tensor.format().fraction();
    List<String> texts = request.texts().getOrDefault(port.name(), List.of());
    PortValues content =
        new PortValues(port.encoding(), fraction, narrow(trace.get(port.tensor())), texts);
    Visibility visibility = request.visibility(port);
    boolean shown = visibility == Visibility.PUBLIC;
    return new PortClaim(
        port.name(),
        role,
        visibility,
        fraction,
        port.encoding(),
        shown ? Optional.of(content.integers()) : Optional.empty(),
        shown ? content.texts() : List.of(),
        visibility == Visibility.COMMITTED
            ? Optional.of(commit(port, role, tensor, content))
            : Optional.empty());
  }

  /** Commits to each item of a port, with fresh blinders unless they are shared; keeps receipts. */
  private PortClaim.Commitment commit(
      Port port, PortClaim.Role role, Tensor tensor, PortValues content) {
    Column column = compiled.ports().get(port.tensor());
    Group group = compiled.program().groupOf(column);
    GroupLayout layout = GroupLayout.of(compiled.program(), group);
    SharedCommitments shared = new SharedCommitments(request.shared());
    List<byte[]> seeds =
        IntStream.range(0, request.count()).mapToObj(i -> shared.seed(port.name(), i)).toList();
    Opening opening = Opening.of(key.suite().curve(), layout, columns, seeds);
    openings.put(group, opening);
    // The item as a port by itself: nothing of the batch is in its commitment.
    Shape shape = new Shape(tensor.shape());
    for (int i = 0; i < request.count(); i++) {
      PortValues item = content.item(i, request.count());
      receipts.add(new Receipt(port.name(), role, i, key.suite(), shape, item, seeds.get(i)));
    }
    return new PortClaim.Commitment(tensor.shape(), opening.commit().encode());
  }

  private static int[] narrow(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }
}
