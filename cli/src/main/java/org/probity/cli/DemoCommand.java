package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.probity.api.file.OutputFiles;
import org.probity.inference.certificate.Certificate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probity demo}: the other commands, run one after the other on the credit example. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Certifies a credit decision, then shows three forgeries being rejected.")
final class DemoCommand implements Callable<Integer> {
  private static final String CONTEXT = "application 4711";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "probity-demo",
      description = "Folder for the demo's files (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Mixin private Output output;

  private final ObjectNode report = Output.newObject();
  private boolean asExpected = true;

  @Override
  public Integer call() throws Exception {
    DemoFiles.copy(folder);
    honest();
    swappedModel();
    alteredDecision();
    alteredCertificate();
    output.line("");
    output.line("All files are in " + folder + ".");
    report.put("folder", folder.toString()).put("asExpected", asExpected);
    output.object(report);
    return asExpected ? ExitCode.OK : ExitCode.INTERNAL;
  }

  private void honest() {
    title("A bank registers its credit model. The key is for everybody, the weights stay secret.");
    run(
        ExitCode.OK,
        "register",
        at("credit.onnx"),
        "--calibrate",
        at("calibration.csv"),
        "-o",
        at("bank"),
        "--force");
    title("It decides on an application and certifies the decision. The input stays hidden.");
    run(
        ExitCode.OK,
        "prove",
        at("bank"),
        at("applicant.json"),
        "-o",
        at("certificate.json"),
        "--context",
        CONTEXT);
    title("Anybody can check it.");
    verify(ExitCode.OK, "certificate.json");
  }

  private void swappedModel() {
    title("Forgery 1: the decision really comes from another, harsher model.");
    run(
        ExitCode.OK,
        "register",
        at("credit-harsher.onnx"),
        "--calibrate",
        at("calibration.csv"),
        "-o",
        at("harsher"),
        "--force");
    run(
        ExitCode.OK,
        "prove",
        at("harsher"),
        at("applicant.json"),
        "-o",
        at("swapped-model.json"),
        "--context",
        CONTEXT);
    verify(ExitCode.REJECTED, "swapped-model.json");
  }

  private void alteredDecision() throws Exception {
    title("Forgery 2: the decision in the certificate is turned round.");
    forge("altered-decision.json", Forgeries::otherDecision);
  }

  private void alteredCertificate() throws Exception {
    title("Forgery 3: one bit of the proof is changed.");
    forge("altered-certificate.json", Forgeries::otherProof);
  }

  private void forge(String name, UnaryOperator<Certificate> forgery) throws Exception {
    Certificate honest = Certificate.decode(Files.readAllBytes(folder.resolve("certificate.json")));
    OutputFiles.write(folder.resolve(name), forgery.apply(honest).encode());
    verify(ExitCode.REJECTED, name);
  }

  private void verify(int expected, String certificate) {
    run(
        expected,
        "verify",
        at(certificate),
        "--key",
        at("bank/model.key"),
        "--expect-context",
        CONTEXT);
  }

  private void title(String text) {
    output.line("");
    output.line(text);
  }

  /** Runs a command as if it had been typed, and notes whether it ended as expected. */
  private void run(int expected, String... arguments) {
    output.line(
        "$ probity "
            + Arrays.stream(arguments).map(DemoCommand::quoted).collect(Collectors.joining(" ")));
    StringWriter text = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    int code = Main.execute(command, arguments);
    output.line(text.toString().stripTrailing());
    asExpected &= code == expected;
    report
        .withArray("steps")
        .addObject()
        .put("command", String.join(" ", arguments))
        .put("exitCode", code)
        .put("output", text.toString());
  }

  private static String quoted(String argument) {
    return argument.contains(" ") ? '"' + argument + '"' : argument;
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
