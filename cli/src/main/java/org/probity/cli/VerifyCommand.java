package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.inference.Expectations;
import org.probity.inference.Link;
import org.probity.inference.Links;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.policy.Policy;
import org.probity.inference.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks a certificate, or several and what they have in common. Exit code 0: verified, 1:"
            + " rejected.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CERTIFICATE",
      arity = "1..*",
      description = "The certificate; of several, each by the key of its model.")
  private List<Path> certificates;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description =
          "The model key (model.key), from a source you trust; several: the certificate's model"
              + " chooses.")
  private List<Path> keys;

  @Option(
      names = "--expect-context",
      paramLabel = "TEXT",
      description = "The text that the certificate must be bound to.")
  private String context;

  @Mixin private PolicyChoice policy;

  @Mixin private PrefixChoice prefix;

  @Mixin private ChainChoice chain;

  @Mixin private Output output;

  /** A certificate and what the verifier says. */
  private record Verified(Path file, byte[] content, Output.Timed<Verdict> verdict) {
    boolean accepted() {
      return verdict.value().accepted();
    }

    Statement statement() throws InvalidFileException {
      return Certificate.decode(content).statement();
    }
  }

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    chain.check(certificates.size());
    List<ModelKey> modelKeys = KeyRing.read(keys);
    Expectations expectations =
        prefix.and(
            policy.extend(
                context == null
                    ? Expectations.none()
                    : Expectations.context(context.getBytes(StandardCharsets.UTF_8))));
    List<Verified> verified = new ArrayList<>();
    for (Path file : certificates) {
      verified.add(verify(file, modelKeys, expectations));
    }
    boolean accepted =
        verified.size() == 1 ? report(verified.getFirst()) : new ChainReport().of(verified);
    return accepted ? ExitCode.OK : ExitCode.REJECTED;
  }

  private Verified verify(Path certificate, List<ModelKey> modelKeys, Expectations expectations)
      throws Exception {
    byte[] file = ModelFolder.read(certificate, Certificate.MAX_FILE);
    ModelKey modelKey = KeyRing.choose(modelKeys, file);
    var verdict = output.timed("Verifying", () -> Verifier.verify(modelKey, file, expectations));
    if (!verdict.value().accepted() && isOfAnotherKind(file)) {
      throw new BadInputException(certificate + ": is another file of probity, not a certificate");
    }
    return new Verified(certificate, file, verdict);
  }

  /**
   * An intact key, receipt or secret is no forgery but a slip of the hand. Files of ours are told
   * by their first field: a stranger's key, given for a certificate, is not worth the time to read
   * it.
   */
  private static boolean isOfAnotherKind(byte[] file) {
    Optional<String> format = Documents.intactFormat(file);
    if (format.isPresent()) {
      return !format.get().equals(Certificate.FORMAT);
    }
    return isOf(ModelSecret::decode, file) || isOf(Policy::decode, file);
  }

  private static boolean isOf(Decoder kind, byte[] file) {
    try {
      kind.decode(file);
      return true;
    } catch (InvalidFileException _) {
      return false;
    }
  }

  private interface Decoder {
    Object decode(byte[] file) throws InvalidFileException;
  }

  private boolean report(Verified verified) throws InvalidFileException {
    Output.Timed<Verdict> verdict = verified.verdict();
    VerdictView view = new VerdictView(verdict.value());
    ObjectNode object = view.object();
    output.line(
        view.headline().orElseGet(() -> "Verified in " + Units.time(verdict.seconds()) + "."));
    if (verified.accepted()) {
      StatementView statement = new StatementView(verified.statement());
      statement.lines().forEach(output::line);
      object.set("statement", statement.object());
    }
    output.line("Checks");
    view.lines().forEach(output::line);
    object.put("seconds", verdict.seconds());
    output.object(object);
    return verified.accepted();
  }

  /** Certificate after certificate, then what those have in common that are accepted. */
  private final class ChainReport {
    private final ObjectNode object = Output.newObject();

    boolean of(List<Verified> verified) throws InvalidFileException {
      List<Statement> statements = new ArrayList<>();
      for (int i = 0; i < verified.size(); i++) {
        certificate(i + 1, verified.get(i));
        if (verified.get(i).accepted()) {
          statements.add(verified.get(i).statement());
        }
      }
      // Numbers would be others if some were left out, and a link to a rejected one says nothing.
      List<String> faults =
          statements.size() < verified.size()
              ? List.of("not all certificates are valid")
              : links(statements);
      faults.forEach(fault -> output.line("REJECTED: " + Printable.line(fault)));
      if (faults.isEmpty()) {
        output.line("Verified: each certificate holds" + chain.words() + ".");
      }
      object.put("verdict", faults.isEmpty() ? "verified" : "rejected");
      faults.forEach(object.putArray("reasons")::add);
      output.object(object);
      return faults.isEmpty();
    }

    private void certificate(int number, Verified verified) throws InvalidFileException {
      Output.Timed<Verdict> verdict = verified.verdict();
      VerdictView view = new VerdictView(verdict.value());
      output.line(
          "Certificate %d, %s: %s"
              .formatted(
                  number,
                  verified.file(),
                  view.headline().orElseGet(() -> "verified in " + Units.time(verdict.seconds()))));
      ObjectNode entry = view.object();
      entry.put("file", verified.file().toString());
      entry.put("seconds", verdict.seconds());
      if (verified.accepted()) {
        StatementView statement = new StatementView(verified.statement());
        statement.lines().forEach(output::line);
        entry.set("statement", statement.object());
      } else {
        view.lines().forEach(output::line);
      }
      object.withArray("certificates").add(entry);
    }

    private List<String> links(List<Statement> statements) {
      List<Link> links = Links.of(statements);
      output.line(links.isEmpty() ? "They have nothing in common." : "Links");
      for (Link link : links) {
        output.line("  " + Printable.line(link.words()));
        ObjectNode entry = object.withArray("links").addObject();
        place(entry.putObject("first"), link.first());
        place(entry.putObject("second"), link.second());
        entry.put("by", link.committed() ? "commitment" : "public values");
        entry.put("complete", link.isComplete());
        for (Link.Pair pair : link.items()) {
          entry.withArray("items").addArray().add(pair.first() + 1).add(pair.second() + 1);
        }
      }
      return chain.faults(statements, links);
    }

    private static void place(ObjectNode node, Link.Place place) {
      node.put("certificate", place.certificate() + 1);
      node.put("role", place.role().label());
      node.put("port", place.port());
    }
  }
}
