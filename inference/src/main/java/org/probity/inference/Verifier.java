package org.probity.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.probity.algebra.field.MalformedEncodingException;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Instance;
import org.probity.argument.RejectedProofException;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;

/** Checks model keys and certificates. Never throws on hostile content. */
public final class Verifier {
  private static final String AFTER_FAILURE = "another check has failed";

  private Verifier() {}

  /**
   * Checks a certificate file against a model key; the first check of the verdict is the file's.
   * Apart from that like {@link #verify(ModelKey, Certificate, Expectations)}.
   */
  public static Verdict verify(ModelKey key, byte[] certificate, Expectations expectations) {
    List<Check> checks = new ArrayList<>();
    try {
      Certificate decoded = Certificate.decode(certificate);
      checks.add(Check.passed(Check.FILE, "a well-formed, intact certificate"));
      checks.addAll(verify(key, decoded, expectations).checks());
    } catch (InvalidFileException e) {
      checks.add(Check.failed(Check.FILE, e.getMessage()));
      checks.add(Check.notChecked(Check.MODEL, AFTER_FAILURE));
      checks.addAll(notChecked(expectations));
    }
    return new Verdict(checks);
  }

  /** All checks that come after the model's. */
  private static List<Check> notChecked(Expectations expectations) {
    List<String> names = new ArrayList<>(List.of(Check.PORTS, Check.ORIGIN, Check.CONTEXT));
    if (!expectations.values().isEmpty()) {
      names.add(Check.VALUES);
    }
    expectations.requirements().forEach(requirement -> names.add(requirement.name()));
    names.addAll(List.of(Check.REGISTRATION, Check.PROOF));
    return names.stream().map(name -> Check.notChecked(name, AFTER_FAILURE)).toList();
  }

  /**
   * Checks a certificate against a model key. That includes the key's own registration proof, which
   * is verified once per key object: without it, the committed weights could be anything.
   */
  public static Verdict verify(ModelKey key, Certificate certificate, Expectations expectations) {
    Statement statement = certificate.statement();
    List<Check> checks = new ArrayList<>();
    Check model = Check.of(Check.MODEL, checkModel(key, statement), key.modelId());
    checks.add(model);
    if (model.hasFailed()) {
      // Compared with a key that is not its own, a certificate fails for reasons that mislead.
      checks.addAll(notChecked(expectations));
      return new Verdict(checks);
    }
    Check ports =
        Check.of(Check.PORTS, checkPorts(key, statement), "inputs and outputs are the model's");
    checks.add(ports);
    checks.add(Origins.check(key, statement));
    checks.add(context(statement, expectations));
    if (!expectations.values().isEmpty()) {
      checks.add(values(statement, expectations));
    }
    for (Requirement requirement : expectations.requirements()) {
      // Requirements rely on ports that are the model's; they would be about other values.
      checks.addAll(
          ports.hasPassed()
              ? requirement.check(key, statement)
              : List.of(Check.notChecked(requirement.name(), AFTER_FAILURE)));
    }
    checks.addAll(Origins.notRun(key, expectations));
    addIfNoneFailed(checks, Check.REGISTRATION, () -> registration(key));
    addIfNoneFailed(checks, Check.PROOF, () -> proof(key, certificate));
    return new Verdict(checks);
  }

  /** What takes long is done only if it can still matter. */
  private static void addIfNoneFailed(List<Check> checks, String name, Supplier<Check> costly) {
    checks.add(
        checks.stream().anyMatch(Check::hasFailed)
            ? Check.notChecked(name, AFTER_FAILURE)
            : costly.get());
  }

  private static Check registration(ModelKey key) {
    return Check.of(
        Check.REGISTRATION, checkKey(key), "every weight is an integer of its declared range");
  }

  private static Check proof(ModelKey key, Certificate certificate) {
    return Check.of(
        Check.PROOF, checkProof(key, certificate), "it holds for exactly this statement");
  }

  /**
   * Checks that the committed weights of a key are integers within their declared ranges; {@link
   * #verify} does so, too.
   *
   * @return the reason for rejection, or empty
   */
  public static Optional<String> checkKey(ModelKey key) {
    return key.registrationFault()
        .map(fault -> "the model key's registration does not hold: " + fault);
  }

  /** What a proof with these visibilities (absent: hidden) costs. */
  public static ProgramCost cost(ModelKey key, Map<String, Visibility> visibilities) {
    return cost(key, visibilities, 1);
  }

  /**
   * What a proof of so many inferences costs.
   *
   * @throws IllegalArgumentException if they are too many for one proof
   */
  public static ProgramCost cost(ModelKey key, Map<String, Visibility> visibilities, int count) {
    return ProgramCost.of(key.program(visibilities, count).program());
  }

  private static Optional<String> checkModel(ModelKey key, Statement statement) {
    return statement.modelId().equals(key.modelId())
        ? Optional.empty()
        : Optional.of("the certificate is about another model");
  }

  private static Optional<String> checkPorts(ModelKey key, Statement statement) {
    List<Port> ports = new ArrayList<>(key.graph().inputs());
    int inputs = ports.size();
    ports.addAll(key.graph().outputs());
    if (statement.ports().size() != ports.size()) {
      return Optional.of("the certificate does not have the model's ports");
    }
    Map<String, Tensor> tensors = key.graph().tensorsByName();
    for (int i = 0; i < ports.size(); i++) {
      PortClaim claim = statement.ports().get(i);
      PortClaim.Role role = i < inputs ? PortClaim.Role.INPUT : PortClaim.Role.OUTPUT;
      if (!claim.name().equals(ports.get(i).name()) || claim.role() != role) {
        return Optional.of("port " + i + " is not the model's " + role.label() + " there");
      }
      // What the values stand for is shown to people: it must be what the model says.
      if (!claim.encoding().equals(ports.get(i).encoding())) {
        return Optional.of("port " + claim.name() + " has another encoding than the model's");
      }
      Optional<String> reason =
          checkValues(claim, tensors.get(ports.get(i).tensor()), statement.count());
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkValues(PortClaim claim, Tensor tensor, int count) {
    if (claim.fraction() != tensor.format().fraction()) {
      return Optional.of("port " + claim.name() + " has another format than the model's");
    }
    // A receipt lays its values out by the claimed shape, the proof by the model's.
    if (claim.commitment().filter(c -> !c.shape().equals(tensor.shape())).isPresent()) {
      return Optional.of("port " + claim.name() + " has another shape than the model's");
    }
    // The number of items is no larger than what is there, before anything is made for it.
    if (claim.commitment().isPresent()
        && claim.commitment().get().points().length
            != (long) count * PortClaim.Commitment.size(tensor.shape())) {
      return Optional.of("port " + claim.name() + " has a commitment of the wrong size");
    }
    int[] values = claim.values().orElse(null);
    if (values == null) {
      return Optional.empty();
    }
    if (values.length != (long) count * tensor.size()) {
      return Optional.of("port " + claim.name() + " has the wrong number of values");
    }
    // Inside the proof only ports that are not public are range-checked.
    for (int i = 0; i < values.length; i++) {
      if (!tensor.format().contains(values[i])) {
        return Optional.of("port " + claim.name() + ", value " + i + " is outside the domain");
      }
    }
    try {
      // What people are shown must be what the proof is about.
      claim.content().ifPresent(PortValues::check);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("port " + claim.name() + ": " + e.getMessage());
    }
  }

  private static Check context(Statement statement, Expectations expectations) {
    if (expectations.context().isEmpty()) {
      return Check.notChecked(Check.CONTEXT, "no exact context was asked for");
    }
    return Arrays.equals(expectations.context().get(), statement.context())
        ? Check.passed(Check.CONTEXT, "the expected one")
        : Check.failed(Check.CONTEXT, "the certificate was made for another context");
  }

  private static Check values(Statement statement, Expectations expectations) {
    for (Map.Entry<String, int[]> expected : expectations.values().entrySet()) {
      boolean same =
          statement.ports().stream()
              .filter(p -> p.name().equals(expected.getKey()))
              .flatMap(p -> p.values().stream())
              .anyMatch(v -> Arrays.equals(v, expected.getValue()));
      if (!same) {
        return Check.failed(
            Check.VALUES, "port " + expected.getKey() + " does not have the expected values");
      }
    }
    return Check.passed(Check.VALUES, "the expected ones");
  }

  private static Optional<String> checkProof(ModelKey key, Certificate certificate) {
    Statement statement = certificate.statement();
    Map<String, Visibility> visibilities = new HashMap<>();
    statement.ports().forEach(port -> visibilities.put(port.name(), port.visibility()));
    try {
      Instance instance =
          Statements.instance(key, statement, key.program(visibilities, statement.count()));
      ArgumentVerifier.verify(instance, certificate.proof());
      return Optional.empty();
    } catch (RejectedProofException e) {
      return Optional.of(e.getMessage());
    } catch (MalformedEncodingException e) {
      return Optional.of("a port's commitment is not well-formed");
    } catch (IllegalArgumentException e) {
      // A graph that can be compiled with hidden ports, but not with these.
      return Optional.of("the model cannot be verified like this: " + e.getMessage());
    }
  }
}
