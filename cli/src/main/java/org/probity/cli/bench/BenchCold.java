package org.probity.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.cli.Main;
import org.probity.cli.Output;
import org.probity.cli.Units;
import org.probity.cli.demo.Stories;
import org.probity.cli.demo.StoryFolder;

/**
 * Whole processes on the credit example, from starting the JVM to its end, with this process's own
 * JVM flags. Times in seconds, the median of several.
 */
record BenchCold(double help, double prove, double verify) {
  private static final int RUNS = 5;

  static BenchCold measure(Path folder) throws IOException, InterruptedException {
    Path bank = folder.resolve("bank");
    String certificate = folder.resolve("certificate.json").toString();
    StoryFolder.fill(folder, Stories.FIRST);
    run(
        "register",
        folder.resolve("credit.onnx").toString(),
        "--calibrate",
        folder.resolve("calibration.csv").toString(),
        "-o",
        bank.toString());
    double help = median("--help");
    double prove =
        median(
            "prove",
            bank.toString(),
            folder.resolve("applicant.json").toString(),
            "-o",
            certificate);
    double verify = median("verify", certificate, "--key", bank.resolve("model.key").toString());
    return new BenchCold(help, prove, verify);
  }

  private static double median(String... arguments) throws IOException, InterruptedException {
    double[] seconds = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      run(arguments);
      seconds[i] = (System.nanoTime() - start) * 1e-9;
    }
    Arrays.sort(seconds);
    return seconds[RUNS / 2];
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // From the jar as from a class path: its manifest brings the other jars and the vector module.
    String classPath = System.getProperty("java.class.path");
    if (Files.isRegularFile(Path.of(classPath))) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, Main.class.getName()));
    }
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("probity " + arguments[0] + " failed");
    }
  }

  String line() {
    return "Whole processes on the credit net: --help %s, prove %s, verify %s"
        .formatted(Units.time(help), Units.time(prove), Units.time(verify));
  }

  ObjectNode object() {
    return Output.newObject()
        .put("helpSeconds", help)
        .put("proveSeconds", prove)
        .put("verifySeconds", verify);
  }
}
