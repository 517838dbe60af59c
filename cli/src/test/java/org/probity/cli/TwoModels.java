package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.probity.model.onnx.OnnxFile;

/**
 * Two small registered models: a scorer of an age and of {@code in,come=}, whose name needs care,
 * and a decider of the score and a rate.
 */
record TwoModels(Path folder, Path scorer, Path decider) {
  static TwoModels in(Path folder) throws IOException {
    TwoModels models = new TwoModels(folder, folder.resolve("scorer"), folder.resolve("decider"));
    Path first =
        Files.write(
            folder.resolve("scorer.onnx"),
            new OnnxFile(17)
                .input("age", 1, 1)
                .input("in,come=", 1, 2)
                .floats("w", new long[] {3, 1}, 0.5, -0.25, 0.75)
                .add(
                    new OnnxFile.Message()
                        .string(1, "age")
                        .string(1, "in,come=")
                        .string(2, "row")
                        .string(3, "join")
                        .string(4, "Concat")
                        .message(5, OnnxFile.integerAttribute("axis", 1)))
                .add("MatMul", "row,w", "score")
                .output("score")
                .toBytes());
    Path second =
        Files.write(
            folder.resolve("decider.onnx"),
            new OnnxFile(17)
                .input("rating", 1)
                .input("rate", 1)
                .add("Mul", "rating,rate", "product")
                .add("Relu", "product", "decision")
                .output("decision")
                .toBytes());
    register(
        first, table(folder, "a.csv", 3, "age,\"in,come=[0]\",\"in,come=[1]\""), models.scorer());
    register(
        second,
        table(folder, "b.csv", 2, "rating,rate"),
        models.decider(),
        "--input-like",
        models.scorer().resolve("model.key") + ":score=rating");
    return models;
  }

  /** Random samples between -1 and 1. */
  private static Path table(Path folder, String name, int columns, String header)
      throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>(List.of(header));
    for (int i = 0; i < 20; i++) {
      lines.add(
          random
              .doubles(columns, -1, 1)
              .mapToObj(x -> String.format(Locale.ROOT, "%.3f", x))
              .collect(Collectors.joining(",")));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private static void register(Path model, Path samples, Path target, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "register",
                model,
                "--calibrate",
                samples,
                "-o",
                target,
                "--no-report",
                "--bits",
                "8"));
    args.addAll(Arrays.asList(more));
    ok(args.toArray());
  }

  /** Runs a command that must succeed. */
  static Commands.Result ok(Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    return result;
  }

  Path scorerKey() {
    return scorer.resolve("model.key");
  }

  Path deciderKey() {
    return decider.resolve("model.key");
  }
}
