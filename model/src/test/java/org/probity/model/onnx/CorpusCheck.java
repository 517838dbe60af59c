package org.probity.model.onnx;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.graph.Shapes;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxValue;

/**
 * Imports every model below the folders given as arguments and compares its outputs with those of
 * ONNX Runtime on random inputs. Prints one line for each model. Not a test: the models are the
 * caller's. An argument {@code NAME=3,4} gives the shape of inputs of that name.
 */
final class CorpusCheck {
  private CorpusCheck() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, long[]> shapes = new HashMap<>();
    int failures = 0;
    int models = 0;
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals > 0) {
        long[] shape =
            Stream.of(argument.substring(equals + 1).split(",", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        shapes.put(argument.substring(0, equals), shape);
        continue;
      }
      List<Path> files;
      try (Stream<Path> walk = Files.walk(Path.of(argument))) {
        files = walk.filter(p -> p.toString().endsWith(".onnx")).sorted().toList();
      }
      for (Path file : files) {
        models++;
        String verdict;
        long start = System.nanoTime();
        try {
          verdict = check(file, shapes);
        } catch (ModelException e) {
          verdict = "REFUSED " + e.getMessage();
        } catch (OrtException e) {
          verdict = "ORACLE " + e.getMessage().lines().findFirst().orElse("");
        } catch (RuntimeException | Error e) {
          verdict = "BROKEN " + e + " at " + e.getStackTrace()[0];
          if (Boolean.getBoolean("trace")) {
            e.printStackTrace();
          }
        }
        failures += verdict.startsWith("ok") ? 0 : 1;
        System.out.printf(
            "%-60s %5d ms  %s%n", file, (System.nanoTime() - start) / 1_000_000, verdict);
      }
    }
    System.out.println(models + " models, " + failures + " not ok");
  }

  private static String check(Path file, Map<String, long[]> shapes)
      throws ModelException, OrtException, IOException {
    List<double[]> given = given(file.resolveSibling("input.json"));
    FloatGraph graph =
        OnnxImporter.read(file, new ImportOptions(shapes(file, given, shapes), Map.of()));
    Random random = new Random(7);
    double worst = 0;
    try (OnnxRuntime reference = OnnxRuntime.open(file.toString())) {
      for (int i = 0; i < 3; i++) {
        Map<String, double[]> sample =
            sample(graph, i == 0 ? given : scaled(given, random), random);
        Map<String, OnnxRuntime.Output> expected = reference.run(graph, sample);
        Map<String, double[]> actual = FloatExecutor.run(graph, sample);
        for (FloatPort port : graph.outputs()) {
          worst =
              Math.max(
                  worst, error(expected.get(port.name()).entries(), actual.get(port.tensor())));
        }
      }
    }
    return (worst < 1e-4 ? "ok " : "DIFFERS ") + worst + ", " + graph.nodes().size() + " steps";
  }

  private static Map<String, double[]> sample(
      FloatGraph graph, List<double[]> given, Random random) {
    Map<String, double[]> sample = new HashMap<>();
    for (int k = 0; k < graph.inputs().size(); k++) {
      FloatPort port = graph.inputs().get(k);
      if (k < given.size()) {
        sample.put(port.name(), given.get(k));
        continue;
      }
      double[] x = random.doubles(Shapes.size(port.tensorShape()), -1, 1).toArray();
      if (port.integer()) {
        Arrays.setAll(x, i -> Math.floor(Math.abs(x[i]) * 2));
      }
      sample.put(port.name(), x);
    }
    return sample;
  }

  /** The inputs of a file {@code input.json}: a list of flat lists; empty if there is none. */
  private static List<double[]> given(Path file) throws IOException {
    List<double[]> inputs = new ArrayList<>();
    if (Files.exists(file)) {
      for (JsonNode list : new ObjectMapper().readTree(file.toFile()).path("input_data")) {
        double[] x = new double[list.size()];
        Arrays.setAll(
            x,
            i ->
                list.get(i).isBoolean()
                    ? (list.get(i).asBoolean() ? 1 : 0)
                    : list.get(i).asDouble());
        inputs.add(x);
      }
    }
    return inputs;
  }

  /** Entries near the given ones; whole numbers stay. */
  private static List<double[]> scaled(List<double[]> given, Random random) {
    return given.stream()
        .map(
            x ->
                Arrays.stream(x)
                    .map(v -> v == Math.rint(v) ? v : v * random.nextDouble(0.8, 1.2))
                    .toArray())
        .toList();
  }

  /** Where an input has one dynamic dimension, its size follows from the number of entries. */
  private static Map<String, long[]> shapes(
      Path file, List<double[]> given, Map<String, long[]> asked)
      throws ModelException, IOException {
    Map<String, long[]> shapes = new HashMap<>();
    List<OnnxValue> inputs = OnnxModel.parse(Files.readAllBytes(file)).graph().inputs();
    for (int k = 0; k < inputs.size(); k++) {
      String name = inputs.get(k).name();
      if (asked.containsKey(name)) {
        shapes.put(name, asked.get(name));
      } else if (k < given.size() && inputs.get(k).shape().isPresent()) {
        long[] dims =
            inputs.get(k).shape().get().stream().mapToLong(d -> d.value().orElse(-1)).toArray();
        long open = Arrays.stream(dims).filter(d -> d <= 0).count();
        if (open > 1 && dims[0] <= 0) {
          dims[0] = 1;
          open--;
        }
        long known = Arrays.stream(dims).filter(d -> d > 0).reduce(1, (a, b) -> a * b);
        if (open == 1 && given.get(k).length % known == 0) {
          long size = given.get(k).length / known;
          shapes.put(name, Arrays.stream(dims).map(d -> d <= 0 ? size : d).toArray());
        }
      }
    }
    return shapes;
  }

  /** The largest error, relative to the largest expected entry. */
  private static double error(double[] expected, double[] actual) {
    if (expected == null || actual == null || expected.length != actual.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - actual[i]) / Math.max(1e-3, largest);
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    return worst;
  }
}
