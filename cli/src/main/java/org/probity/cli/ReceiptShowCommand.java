package org.probity.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.inference.certificate.Receipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code probity receipt show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows the values in a receipt. Whether a certificate is about them, check says.")
final class ReceiptShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECEIPT", description = "The receipt.")
  private Path file;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    Receipt receipt = ProbityFiles.readReceipt(file);
    ReceiptView view = new ReceiptView(receipt);
    output.line("Receipt for " + view.place());
    view.lines().forEach(output::line);
    output.object(view.object());
    return ExitCode.OK;
  }
}
