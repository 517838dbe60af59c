package org.probity.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.probity.cli.ExitCode;
import org.probity.cli.Output;
import org.probity.cli.VectorModule;
import org.probity.cli.demo.Stories;
import org.probity.cli.demo.StoryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probity bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures this machine: field kernels, the credit net, dense nets up to four million"
            + " parameters, image classifiers up to ResNet-18, forests up to a thousand trees,"
            + " whole processes.")
public final class BenchCommand implements Callable<Integer> {
  /** Proofs of a net: many of the small ones, until everything is hot. */
  private static final int SMALL_REPEAT = 300;

  private static final int LARGE_REPEAT = 30;
  private static final int HUGE_REPEAT = 10;
  private static final long SMALL = 70_000;
  private static final long HUGE = 5_000_000;

  @Option(
      names = "--largest",
      paramLabel = "N",
      defaultValue = "20000000",
      description = "Leave out nets of more parameters (default ${DEFAULT-VALUE}).")
  private long largest;

  @Option(
      names = "--batch",
      description = "Measure only what an inference costs in batches of 1, 10, 100 and 1000.")
  private boolean batch;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    ObjectNode object = Output.newObject();
    String machine = machine();
    output.line("Machine: " + machine);
    object.put("machine", machine);
    Path folder = Files.createTempDirectory("probity-bench");
    try {
      if (batch) {
        StoryFolder.fill(folder, Stories.FIRST);
        new BenchBatch(output, object.putArray("batches")).measure(folder);
        output.object(object);
        return ExitCode.OK;
      }
      BenchKernel kernel = BenchKernel.measure();
      kernel.lines().forEach(output::line);
      object.set("kernel", kernel.object());
      nets(object.putArray("nets"), folder);
      BenchCold cold = BenchCold.measure(folder);
      output.line(cold.line());
      object.set("processes", cold.object());
    } finally {
      delete(folder);
    }
    output.object(object);
    return ExitCode.OK;
  }

  private void nets(ArrayNode results, Path folder) throws Exception {
    output.line("Warm, hidden input, public output; every proof is also checked by its prover:");
    output.line(BenchNet.HEADER);
    StoryFolder.fill(folder, Stories.FIRST);
    for (BenchModel model : BenchModel.all(folder)) {
      if (model.parameters() <= largest) {
        int repeat = repeat(model.parameters());
        BenchNet net = BenchNet.measure(model, repeat, output);
        output.line(net.line());
        results.add(net.object());
      }
    }
    for (BenchForest forest : BenchForest.all()) {
      long parameters = BenchNet.parameters(forest.graph());
      if (parameters <= largest) {
        BenchNet net = BenchNet.measure(forest, repeat(parameters), output);
        output.line(net.line());
        results.add(net.object());
      }
    }
  }

  private static int repeat(long parameters) {
    return parameters < SMALL ? SMALL_REPEAT : parameters < HUGE ? LARGE_REPEAT : HUGE_REPEAT;
  }

  private static String machine() throws IOException {
    return "%s, %d processors, %s %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.vm.name"),
            System.getProperty("java.vm.version"));
  }

  /** The processor's name where the system tells it, else its architecture. */
  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      List<String> lines = Files.readAllLines(info);
      for (String line : lines) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
