package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;
import org.probity.inference.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity receipt check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Shows whether a certificate is about the data in receipts. Exit code 0: it is, 1: it is"
            + " not, or the certificate is rejected.")
final class ReceiptCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CERTIFICATE", description = "The certificate.")
  private Path certificate;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "RECEIPT",
      description = "Receipts for one item of the certificate, or a folder of them.")
  private List<Path> receipts;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The model key (model.key), from a source you trust: the certificate is then verified,"
              + " too.")
  private Path key;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    Certificate claimed = ProbityFiles.readCertificate(certificate);
    Receipts opened = ReceiptFiles.read(receipts).inOrderOf(claimed.statement());
    ModelKey modelKey = key == null ? null : ProbityFiles.readKey(key);
    Optional<String> refusal = opened.refusal(claimed.statement());
    Optional<Output.Timed<Verdict>> verdict =
        modelKey == null || refusal.isPresent()
            ? Optional.empty()
            : Optional.of(
                output.timed(
                    "Verifying", () -> Verifier.verify(modelKey, claimed, Expectations.none())));
    return report(opened, claimed.statement(), refusal, verdict);
  }

  private int report(
      Receipts opened,
      Statement statement,
      Optional<String> refusal,
      Optional<Output.Timed<Verdict>> verdict) {
    Optional<String> rejection = verdict.flatMap(v -> v.value().reason());
    boolean good = refusal.isEmpty() && rejection.isEmpty();
    ObjectNode object = Output.newObject();
    object.put("opens", refusal.isEmpty());
    object.put(
        "certificate",
        verdict.isEmpty() ? "not checked" : rejection.isPresent() ? "rejected" : "verified");
    refusal.or(() -> rejection).ifPresent(reason -> object.put("reason", reason));
    if (refusal.isPresent()) {
      output.line("DOES NOT OPEN: " + Printable.line(refusal.get()));
    } else if (rejection.isPresent()) {
      output.line("REJECTED: " + Printable.line(rejection.get()));
    } else {
      StatementView shown = new StatementView(statement.item(opened.item()));
      opened
          .all()
          .forEach(receipt -> object.withArray("receipts").add(new ReceiptView(receipt).object()));
      object.set("statement", shown.object());
      output.line("The certificate is about this data (%s):".formatted(ReceiptView.place(opened)));
      ReceiptView.lines(opened).forEach(output::line);
      output.line(
          verdict
              .map(v -> "and it is valid, verified in " + Units.time(v.seconds()) + ":")
              .orElse("The proof itself was NOT checked (--key does that). It says:"));
      shown.lines().forEach(output::line);
    }
    output.object(object);
    return good ? ExitCode.OK : ExitCode.REJECTED;
  }
}
