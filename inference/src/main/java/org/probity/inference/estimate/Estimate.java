package org.probity.inference.estimate;

import java.util.Map;
import org.probity.argument.program.Program;
import org.probity.argument.protocol.ProofWork;
import org.probity.graph.Contract;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.inference.Prover;
import org.probity.inference.RefusedException;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/**
 * What a model costs. Times are those of a machine and of proofs that every prover checks itself;
 * registration is planning, committing to the parameters and proving their ranges, without
 * calibration and fidelity report.
 *
 * @param count inferences in one proof
 * @param registerMemory bytes that a registration has in use at once, at most
 * @param proveMemory bytes that a proof has in use at once, at most
 */
public record Estimate(
    int count,
    Seconds register,
    long registerMemory,
    Seconds prove,
    long proveMemory,
    Seconds verify,
    Sizes sizes) {

  /**
   * Estimates proofs with a key, which may be a {@linkplain BlankKey blank} one.
   *
   * @param visibilities by port name; ports left out are hidden
   * @param count inferences in one proof
   * @throws RefusedException if there cannot be a proof of so many
   */
  public static Estimate of(
      ModelKey key, Map<String, Visibility> visibilities, int count, Machine machine)
      throws RefusedException {
    Program program = program(key, visibilities, count);
    ProofWork work = ProofWork.of(program);
    ProofWork registration = ProofWork.of(key.registrationProgram().program());
    Cost verify = Cost.verify(work);
    Cost register =
        Cost.plan(key.graph().nodes().size())
            .plus(Cost.commit(registration.weightCells(), registration.weightRows()))
            .plus(Cost.prove(registration, 0))
            .plus(Cost.verify(registration));
    return new Estimate(
        count,
        register.asProver(machine),
        Memory.register(key, registration),
        Cost.prove(work, multiplications(key.graph(count))).plus(verify).asProver(machine),
        Memory.prove(key, count, program, work),
        // Whoever verifies for the first time verifies the key's registration, too.
        new Seconds(
            verify.asVerifier(machine).warm(),
            verify.plus(Cost.verify(registration)).asVerifier(machine).cold()),
        Sizes.of(key, visibilities, count));
  }

  /**
   * The same for a model that a new process reads and calibrates before it registers it.
   *
   * @param preparation seconds that this takes
   */
  public Estimate prepared(double preparation) {
    Seconds whole = new Seconds(register.warm(), preparation + register.cold());
    return new Estimate(count, whole, registerMemory, prove, proveMemory, verify, sizes);
  }

  /**
   * Bytes that a proof has in use at once, at most.
   *
   * @throws RefusedException if there cannot be a proof of so many
   */
  public static long proveMemory(ModelKey key, Map<String, Visibility> visibilities, int count)
      throws RefusedException {
    Program program = program(key, visibilities, count);
    return Memory.prove(key, count, program, ProofWork.of(program));
  }

  /** Bytes that the registration of a key has in use at once, at most. */
  public static long registerMemory(ModelKey key) {
    return Memory.register(key, ProofWork.of(key.registrationProgram().program()));
  }

  private static Program program(ModelKey key, Map<String, Visibility> visibilities, int count)
      throws RefusedException {
    Prover.requireFits(key, visibilities, count);
    try {
      return key.program(visibilities, count).program();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /** Multiplications of the model's own execution. */
  private static long multiplications(IntegerGraph graph) {
    long total = 0;
    for (Node node : graph.nodes()) {
      if (node instanceof Contract contract) {
        long summed =
            contract.summed().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        total += summed * graph.tensorsByName().get(node.output()).size();
      }
    }
    return total;
  }
}
