package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.probity.inference.certificate.Receipts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code probity receipt show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows the values in receipts. Whether a certificate is about them, check says.")
final class ReceiptShowCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RECEIPT",
      description = "Receipts for one item, or a folder of them.")
  private List<Path> files;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    Receipts receipts = ReceiptFiles.read(files);
    boolean one = receipts.all().size() == 1;
    output.line((one ? "Receipt for " : "") + ReceiptView.place(receipts));
    ReceiptView.lines(receipts).forEach(output::line);
    List<ObjectNode> objects =
        receipts.all().stream().map(receipt -> new ReceiptView(receipt).object()).toList();
    ObjectNode several = Output.newObject();
    objects.forEach(several.withArray("receipts")::add);
    output.object(one ? objects.getFirst() : several);
    return ExitCode.OK;
  }
}
