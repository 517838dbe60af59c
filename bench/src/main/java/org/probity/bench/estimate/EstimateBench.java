package org.probity.bench.estimate;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.probity.algebra.kernel.Kernels;
import org.probity.inference.Expectations;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.estimate.Estimate;
import org.probity.inference.estimate.Machine;

/**
 * How good estimates are: predicted and measured, and predicted over measured, for every example
 * and every net of {@code probity bench}, each in a process of its own. Run in the project's
 * folder; arguments are the names of models to take in this process, all by default. The machine is
 * measured again for each model.
 */
public final class EstimateBench {
  /** Longest time to spend on registrations of one model, on proofs, on verifications. */
  private static final long NANOS = 6_000_000_000L;

  private static final int LEAST = 4;
  private static final int MOST = 1000;
  private static final double FACTOR = 1.5;
  private static final Path EXAMPLES = Path.of("examples");

  private static final String HEAD =
      "%-15s %-27s %-27s %-27s %-27s %-27s"
          .formatted(
              "predicted/real",
              "register, s",
              "prove, ms",
              "verify, ms",
              "memory to register, MB",
              "memory to prove, MB");

  private EstimateBench() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      System.out.println(HEAD);
      for (Subject subject : Subject.all(EXAMPLES)) {
        inProcessOfItsOwn(subject.name());
      }
      return;
    }
    // Or the first runs would be those of another kernel.
    Kernels.awaitHot();
    List<String> names = List.of(args);
    for (Subject subject : Subject.all(EXAMPLES)) {
      if (names.contains(subject.name())) {
        System.out.println(line(subject.name(), subject.model().call()));
      }
    }
  }

  /** So that what one model leaves behind in memory is not taken for another's. */
  private static void inProcessOfItsOwn(String name) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), EstimateBench.class.getName(), name));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static String line(String name, Subject.Model model) throws Exception {
    Registrar.register(model.graph(), model.parameters());
    Registration[] registered = new Registration[1];
    Callable<?> register =
        () -> registered[0] = Registrar.register(model.graph(), model.parameters());
    long registerMemory = LivePeak.during(register);
    double[] registering = times(register);
    Map<String, Visibility> visibilities = new HashMap<>();
    model.graph().inputs().forEach(p -> visibilities.put(p.name(), Visibility.HIDDEN));
    model.graph().outputs().forEach(p -> visibilities.put(p.name(), Visibility.PUBLIC));
    ProofRequest request = new ProofRequest(model.input(), visibilities, new byte[0]);
    Registration registration = registered[0];
    Proven[] proven = new Proven[1];
    Callable<?> prove =
        () -> proven[0] = Prover.prove(registration.key(), registration.secret(), request);
    Callable<?> verify =
        () -> Verifier.verify(registration.key(), proven[0].certificate(), Expectations.none());
    long proveMemory = LivePeak.during(prove);
    double[] proving = times(prove);
    double[] verifying = times(verify);
    Estimate estimate = Estimate.of(registration.key(), visibilities, 1, Machine.measure());
    return String.format(
        Locale.ROOT,
        "%-15s %-27s %-27s %-27s %-27s %-27s",
        name,
        compared(estimate.register().warm(), median(registering)),
        compared(1e3 * estimate.prove().warm(), 1e3 * median(proving)),
        compared(1e3 * estimate.verify().warm(), 1e3 * median(verifying)),
        compared(1e-6 * estimate.registerMemory(), 1e-6 * registerMemory),
        compared(1e-6 * estimate.proveMemory(), 1e-6 * proveMemory));
  }

  private static String compared(double predicted, double actual) {
    double ratio = predicted / actual;
    String mark = ratio > FACTOR || ratio < 1 / FACTOR ? " !" : "";
    return String.format(Locale.ROOT, "%.3g / %.3g = %.2f%s", predicted, actual, ratio, mark);
  }

  private static double seconds(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return 1e-9 * (System.nanoTime() - start);
  }

  private static double[] times(Callable<?> work) throws Exception {
    double[] times = new double[MOST];
    long start = System.nanoTime();
    int runs = 0;
    while (runs < LEAST || (runs < MOST && System.nanoTime() - start < NANOS)) {
      times[runs++] = seconds(work);
    }
    return Arrays.copyOf(times, runs);
  }

  /** Of the second half of the runs: the first warms up. */
  private static double median(double[] times) {
    double[] late = Arrays.copyOfRange(times, times.length / 2, times.length);
    Arrays.sort(late);
    return late[late.length / 2];
  }
}
