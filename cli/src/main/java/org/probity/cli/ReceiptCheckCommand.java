package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.InvalidFileException;
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
      description = "Receipts for one item of the certificate.")
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
    List<Receipt> opened = read(claimed.statement());
    ModelKey modelKey = key == null ? null : ModelFolder.readKey(key);
    Optional<String> refusal = refusal(opened, claimed.statement());
    Optional<Output.Timed<Verdict>> verdict =
        modelKey == null || refusal.isPresent()
            ? Optional.empty()
            : Optional.of(
                output.timed(
                    "Verifying", () -> Verifier.verify(modelKey, claimed, Expectations.none())));
    return report(opened, claimed.statement(), refusal, verdict);
  }

  /** In the order of the certificate's ports. */
  private List<Receipt> read(Statement statement) throws IOException, InvalidFileException {
    List<String> order = statement.ports().stream().map(PortClaim::name).toList();
    List<Receipt> read = new ArrayList<>();
    for (Path file : receipts) {
      read.add(ProbityFiles.readReceipt(file));
    }
    // What is shown as one item's data must be one item's.
    if (read.stream().map(Receipt::item).distinct().count() > 1) {
      throw new BadInputException("the receipts are of different items; check them one by one");
    }
    if (read.stream().map(Receipt::port).distinct().count() < read.size()) {
      throw new BadInputException("there are two receipts of one port");
    }
    read.sort(Comparator.comparingInt(receipt -> order.indexOf(receipt.port())));
    return read;
  }

  private static Optional<String> refusal(List<Receipt> opened, Statement statement) {
    return opened.stream().flatMap(receipt -> receipt.refusal(statement).stream()).findFirst();
  }

  private int report(
      List<Receipt> opened,
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
      StatementView shown = new StatementView(statement.item(opened.getFirst().item()));
      opened.forEach(
          receipt -> object.withArray("receipts").add(new ReceiptView(receipt).object()));
      object.set("statement", shown.object());
      output.line("The certificate is about this data (%s):".formatted(place(opened)));
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

  private static String place(List<Receipt> opened) {
    if (opened.size() == 1) {
      return new ReceiptView(opened.getFirst()).place();
    }
    int item = opened.getFirst().item();
    return opened.size() + " receipts" + (item == 0 ? "" : ", item " + (item + 1));
  }
}
