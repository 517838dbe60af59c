package org.probity.bench.trees;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.probity.cli.bench.BenchForest;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.Expectations;
import org.probity.inference.ProgramCost;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;

/** Registers and proves synthetic forests and prints a line about each; the best of many runs. */
public final class ForestBench {
  private static final Map<String, Visibility> SHOWN =
      Map.of("score", Visibility.PUBLIC, "label", Visibility.PUBLIC);

  private ForestBench() {}

  /**
   * The benchmark.
   *
   * @param arguments {@code trees,depth,features,rank bits,runs} each; without any the two forests
   *     of the documentation
   */
  public static void main(String[] arguments) throws Exception {
    List<String> forests =
        arguments.length > 0
            ? List.of(arguments)
            : List.of("100,6,20,8,300", "1000,8,20,8,40", "1000,8,20,12,40");
    System.out.printf(
        "%-24s %9s %9s %10s %10s %9s %9s %9s %9s %8s%n",
        "trees x depth x features",
        "leaves",
        "cells",
        "register",
        "key",
        "decode",
        "execute",
        "prove",
        "verify",
        "bytes");
    for (String forest : forests) {
      int[] sizes = List.of(forest.split(",", -1)).stream().mapToInt(Integer::parseInt).toArray();
      measure(new BenchForest(sizes[0], sizes[1], sizes[2], sizes[3]), sizes[4]);
    }
  }

  private static void measure(BenchForest forest, int runs) throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    IntegerGraph graph = forest.graph();
    Parameters parameters = forest.parameters(random);
    double register = Double.MAX_VALUE;
    Registration model = null;
    for (int i = 0; i < Math.max(2, runs / 20); i++) {
      long start = System.nanoTime();
      model = Registrar.register(graph, parameters);
      register = Math.min(register, since(start));
    }
    byte[] key = model.key().encode();
    byte[] secret = model.secret().encode();
    double decode = Double.MAX_VALUE;
    double execute = Double.MAX_VALUE;
    double prove = Double.MAX_VALUE;
    double verify = Double.MAX_VALUE;
    ModelKey decoded = model.key();
    ModelSecret secretDecoded = model.secret();
    Proven proven = null;
    for (int i = 0; i < runs; i++) {
      if (i < 10) {
        long start = System.nanoTime();
        decoded = ModelKey.decode(key);
        decode = Math.min(decode, since(start));
        secretDecoded = ModelSecret.decode(secret);
        Verifier.verify(
            decoded,
            prove(decoded, secretDecoded, forest, random).certificate(),
            Expectations.none());
      }
      Map<String, int[]> input = forest.input(random);
      long start = System.nanoTime();
      IntegerExecutor.run(graph, parameters, input);
      execute = Math.min(execute, since(start));
      start = System.nanoTime();
      proven = prove(decoded, secretDecoded, forest, random);
      prove = Math.min(prove, since(start));
      start = System.nanoTime();
      if (!Verifier.verify(decoded, proven.certificate(), Expectations.none()).accepted()) {
        throw new IllegalStateException("a certificate was rejected");
      }
      verify = Math.min(verify, since(start));
    }
    ProgramCost cost = ProgramCost.of(decoded.program(SHOWN).program());
    System.out.printf(
        Locale.ROOT,
        "%-24s %9d %9d %8.0fms %8dkB %7.1fms %7.2fms %7.1fms %7.2fms %8d%n",
        forest.trees()
            + " x "
            + forest.depth()
            + " x "
            + forest.features()
            + ", "
            + forest.rankBits()
            + " bits",
        cost.leaves(),
        cost.witnessCells(),
        register,
        (key.length + secret.length) / 1000,
        decode,
        execute,
        prove,
        verify,
        proven.certificate().encode().length);
  }

  private static Proven prove(
      ModelKey key, ModelSecret secret, BenchForest forest, SplittableRandom random)
      throws Exception {
    return Prover.prove(key, secret, new ProofRequest(forest.input(random), SHOWN, new byte[0]));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
