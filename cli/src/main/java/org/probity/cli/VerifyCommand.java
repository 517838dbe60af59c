package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.key.PublicPrefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Checks a certificate. Exit code 0: verified, 1: rejected.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CERTIFICATE", description = "The certificate.")
  private Path certificate;

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

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    List<ModelKey> modelKeys = KeyRing.read(keys);
    byte[] file = ModelFolder.read(certificate, Certificate.MAX_FILE);
    ModelKey modelKey = KeyRing.choose(modelKeys, file);
    Expectations expectations =
        policy.extend(
            context == null
                ? Expectations.none()
                : Expectations.context(context.getBytes(StandardCharsets.UTF_8)));
    Expectations all = prefix.and(expectations);
    var verdict = output.timed("Verifying", () -> Verifier.verify(modelKey, file, all));
    if (!verdict.value().accepted() && isOfAnotherKind(file)) {
      throw new BadInputException(certificate + ": is another file of probity, not a certificate");
    }
    report(verdict, file);
    return verdict.value().accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  /** An intact key, receipt or secret is no forgery but a slip of the hand. */
  private static boolean isOfAnotherKind(byte[] file) {
    List<Decoder> others = List.of(ModelKey::decode, Receipt::decode, PublicPrefix::decode, ModelSecret::decode);
    for (Decoder kind : others) {
      try {
        kind.decode(file);
        return true;
      } catch (InvalidFileException _) {
        // Perhaps the next kind.
      }
    }
    return false;
  }

  private interface Decoder {
    Object decode(byte[] file) throws InvalidFileException;
  }

  private void report(Output.Timed<Verdict> verdict, byte[] file) throws InvalidFileException {
    VerdictView view = new VerdictView(verdict.value());
    ObjectNode object = view.object();
    output.line(
        view.headline().orElseGet(() -> "Verified in " + Units.time(verdict.seconds()) + "."));
    if (verdict.value().accepted()) {
      StatementView statement = new StatementView(Certificate.decode(file).statement());
      statement.lines().forEach(output::line);
      object.set("statement", statement.object());
    }
    output.line("Checks");
    view.lines().forEach(output::line);
    object.put("seconds", verdict.seconds());
    output.object(object);
  }
}
