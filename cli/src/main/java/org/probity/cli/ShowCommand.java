package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.api.file.OutputFiles;
import org.probity.api.input.BadInputException;
import org.probity.api.page.CertificatePage;
import org.probity.api.page.ModelName;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.key.ModelKey;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.Signer;
import org.probity.inference.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Explains a certificate on a page for those whom it is about: what it shows, what stays"
            + " hidden, what it does not show.")
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CERTIFICATE", arity = "0..1", description = "The certificate.")
  private Path certificate;

  @Option(
      names = {"-o", "--output-file"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write the page (.html).")
  private Path page;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The model key (model.key), from a source you trust, to verify the certificate with;"
              + " without it the page says that nobody has.")
  private Path key;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "A signature of the model, or a signed list, with its name and version.")
  private Path signature;

  @Option(
      names = "--signer",
      paramLabel = "FILE",
      description = "The signer (signer.pub) of --signature, from a source you trust.")
  private Path signer;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Receipts for one item, or a folder of them, whose values the page then shows: keep it as"
              + " secret as they are.")
  private List<Path> receipts = List.of();

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    requireCertificate();
    Certificate shown = ProbityFiles.readCertificate(certificate);
    CertificatePage content = CertificatePage.of(shown.statement());
    boolean accepted = true;
    if (key != null) {
      ModelKey modelKey = ProbityFiles.readKey(key);
      Verdict verdict =
          output
              .timed("Verifying", () -> Verifier.verify(modelKey, shown, Expectations.none()))
              .value();
      content = content.withVerdict(verdict);
      accepted = verdict.accepted();
    }
    content = named(content);
    Optional<String> refusal = Optional.empty();
    if (!receipts.isEmpty()) {
      Receipts own = ReceiptFiles.read(receipts);
      content = content.withReceipts(own);
      refusal = own.refusal(shown.statement());
    }
    write(content);
    report(content, refusal);
    return accepted && refusal.isEmpty() ? ExitCode.OK : ExitCode.REJECTED;
  }

  /** Behind {@code --receipt}, which takes all files that follow, it is the last of them. */
  private void requireCertificate() {
    if (certificate == null && receipts.size() > 1) {
      certificate = receipts.getLast();
      receipts = receipts.subList(0, receipts.size() - 1);
    }
    if (certificate == null) {
      throw new BadInputException(
          receipts.isEmpty()
              ? "which CERTIFICATE is to be shown?"
              : "which CERTIFICATE is to be shown? --receipt takes all files that follow: name the"
                  + " certificate before it");
    }
  }

  /** With the name and version of a signature that holds and is over this model. */
  private CertificatePage named(CertificatePage content) throws Exception {
    if (signature == null && signer == null) {
      return content;
    }
    if (signature == null || signer == null) {
      throw new BadInputException("--signature and --signer go together: who must have signed?");
    }
    ModelList list = ProbityFiles.readModelList(signature);
    Signer expected = ProbityFiles.readSigner(signer);
    Optional<String> fault = list.fault(expected, Instant.now());
    if (fault.isPresent()) {
      throw new BadInputException(signature + ": " + fault.get());
    }
    Endorsement named =
        list.find(content.statement().modelId())
            .orElseThrow(
                () -> new BadInputException(signature + ": is not over the certificate's model"));
    return content.withName(new ModelName(named.name(), named.version(), expected.id()));
  }

  /** With what receipts open, the page is as secret as they are. */
  private void write(CertificatePage content) throws Exception {
    byte[] html = content.render().getBytes(StandardCharsets.UTF_8);
    if (receipts.isEmpty()) {
      OutputFiles.write(page, html);
    } else {
      OutputFiles.writeSecret(page, html);
    }
  }

  private void report(CertificatePage content, Optional<String> refusal) {
    String state =
        content
            .verdict()
            .map(v -> v.reason().map(r -> "REJECTED: " + Printable.line(r)).orElse("verified"))
            .orElse("NOT VERIFIED: give the model key with --key");
    output.line("Page in " + page + ", of a certificate that is " + state);
    ObjectNode object = Output.newObject().put("page", page.toString());
    content.verdict().ifPresent(v -> object.put("verified", v.accepted()));
    if (!receipts.isEmpty()) {
      output.line(
          refusal
              .map(reason -> "  REJECTED, it shows no receipt: " + Printable.line(reason))
              .orElse("  It shows the data that you have receipts for: keep it to yourself."));
      object.put("opened", refusal.isEmpty());
      refusal.ifPresent(reason -> object.put("reason", reason));
    }
    output.object(object);
  }
}
