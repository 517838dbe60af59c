package org.probity.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.testing.Seeds;

/** Many provers and verifiers in one JVM. What hangs fails. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrencyTest {
  private static final int THREADS = 4;

  /** Runs the tasks at once, each on a thread of its own; what they give, in their order. */
  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> task : tasks) {
        futures.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(90, TimeUnit.SECONDS));
      }
      return results;
    }
  }

  private static <T> List<Callable<T>> copies(Callable<T> task) {
    return java.util.Collections.nCopies(THREADS, task);
  }

  /** The same, read from its files: nothing that a proof needs has been computed yet. */
  private static RegisteredModel fresh(RegisteredModel model) throws Exception {
    return RegisteredModel.of(
        ModelKey.decode(model.key().encode()), ModelSecret.decode(model.secret().encode()));
  }

  private static Verdict verify(RegisteredModel model, Certificate certificate) {
    return Verifier.verify(model.key(), certificate, Expectations.none());
  }

  /** Points and masked messages are fresh random ones: no word of one proof is in another. */
  @Test
  void proversOfOneModelShareNoCoins() throws Exception {
    Examples.Example credit = Examples.credit();
    RegisteredModel model = fresh(credit.model());
    Request request =
        Request.of(credit.samples().getFirst())
            .withInputs(Visibility.COMMITTED)
            .withOutputs(Visibility.COMMITTED)
            .withContext("the same");
    List<Certified> all = together(copies(() -> model.prove(request)));
    Values alone = credit.model().run(credit.samples().getFirst());
    Set<String> words = new HashSet<>();
    Set<String> commitments = new HashSet<>();
    int expected = 0;
    for (Certified certified : all) {
      assertThat(verify(model, certified.certificate()).accepted()).isTrue();
      assertThat(certified.output()).isEqualTo(alone);
      for (Receipt receipt : certified.receipts()) {
        assertThat(all.stream().filter(c -> receipt.opens(c.certificate().statement())))
            .containsExactly(certified);
      }
      expected += addWords(certified.certificate().proof(), words);
      for (PortClaim port : certified.certificate().statement().ports()) {
        addWords(port.commitment().orElseThrow().points(), commitments);
      }
    }
    assertThat(expected).isGreaterThan(THREADS * 100);
    assertThat(words).hasSize(expected);
    assertThat(commitments).hasSize(THREADS * 2);
  }

  /** Adds the words of 32 bytes: every point and every field element of a proof is one. */
  private static int addWords(byte[] bytes, Set<String> words) {
    assertThat(bytes.length % 32).isZero();
    for (int at = 0; at < bytes.length; at += 32) {
      words.add(HexFormat.of().formatHex(bytes, at, at + 32));
    }
    return bytes.length / 32;
  }

  @Test
  void differentModelsAndInputsDoNotMix() throws Exception {
    List<Examples.Example> examples = List.of(Examples.credit(), Examples.tariff());
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Examples.Example example = examples.get(i % 2);
      Values inputs = example.samples().get(i);
      Values alone = example.model().run(inputs);
      RegisteredModel model = example.model();
      tasks.add(
          () -> {
            boolean good = true;
            for (int round = 0; round < 3; round++) {
              Certified certified = model.prove(Request.of(inputs).withContext("round " + round));
              good &= verify(model, certified.certificate()).accepted();
              good &= certified.output().equals(alone);
              good &= Values.shown(certified.certificate().statement()).equals(alone);
            }
            return good;
          });
    }
    assertThat(together(tasks)).containsOnly(true);
  }

  @Test
  void registersWhileOthersProve() throws Exception {
    Examples.Example credit = Examples.credit();
    Values inputs = credit.samples().getFirst();
    List<Callable<RegisteredModel>> tasks = new ArrayList<>();
    tasks.add(() -> credit.file().register(credit.samples()));
    tasks.add(
        () -> {
          credit.model().prove(Request.of(inputs));
          return credit.model();
        });
    List<RegisteredModel> models = together(tasks);
    // With blinders of their own, though file and samples are the same.
    assertThat(models.stream().map(m -> m.key().modelId())).doesNotHaveDuplicates();
    for (RegisteredModel model : models) {
      Certificate certificate = model.prove(Request.of(inputs)).certificate();
      for (RegisteredModel other : models) {
        assertThat(verify(other, certificate).accepted()).isEqualTo(other == model);
      }
    }
  }

  @Test
  void verifiersOfOneKeyAgree() throws Exception {
    Examples.Example credit = Examples.credit();
    Certificate honest = credit.model().prove(Request.of(credit.samples().get(1))).certificate();
    byte[] proof = honest.proof();
    proof[proof.length / 2] ^= 1;
    Certificate forged = new Certificate(honest.statement(), proof);
    ModelKey key = ModelKey.decode(credit.model().key().encode());
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 2 * THREADS; i++) {
      Certificate certificate = i % 2 == 0 ? honest : forged;
      tasks.add(() -> Verifier.verify(key, certificate, Expectations.none()).accepted());
    }
    List<Boolean> accepted = together(tasks);
    for (int i = 0; i < accepted.size(); i++) {
      assertThat(accepted.get(i)).isEqualTo(i % 2 == 0);
    }
  }

  /** A fault is made anew by each verification: one object for all means one verification. */
  @Test
  void aKeysRegistrationIsVerifiedOnce() throws Exception {
    ModelKey key = Examples.credit().model().key();
    byte[] text = key.encode();
    String file = new String(text, java.nio.charset.StandardCharsets.UTF_8);
    int at = file.indexOf("\"registration\": \"") + 2000;
    char other = file.charAt(at) == 'A' ? 'B' : 'A';
    ModelKey faulty = Keys.withDigest(file.substring(0, at) + other + file.substring(at + 1));
    List<Optional<String>> faults = together(copies(faulty::registrationFault));
    assertThat(faults.getFirst()).isPresent();
    assertThat(faults).allSatisfy(fault -> assertThat(fault).isSameAs(faults.getFirst()));
  }

  @Test
  void whoIsInterruptedBeforehandProvesNothing() throws Exception {
    Examples.Example credit = Examples.credit();
    Request request = Request.of(credit.samples().getFirst());
    Outcome outcome = new Outcome();
    Thread prover = new Thread(() -> outcome.of(() -> credit.model().prove(request)));
    prover.start();
    prover.interrupt();
    prover.join(30_000);
    assertThat(prover.isAlive()).isFalse();
    // It may have been faster than the interruption.
    assertThat(outcome.thrown == null || outcome.thrown instanceof CancellationException).isTrue();
    Outcome sure = new Outcome();
    Thread late =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              sure.of(() -> credit.model().prove(request));
            });
    late.start();
    late.join(30_000);
    assertThat(sure.thrown).isInstanceOf(CancellationException.class);
    assertThat(sure.stillInterrupted).isTrue();
  }

  /** What became of a task. */
  private static final class Outcome {
    volatile Throwable thrown;
    volatile boolean stillInterrupted;

    void of(Callable<?> task) {
      try {
        task.call();
      } catch (Throwable t) {
        thrown = t;
      }
      stillInterrupted = Thread.currentThread().isInterrupted();
    }
  }

  /**
   * Interrupted anywhere, also while what is shared is computed for the first time, a prover either
   * has finished or leaves; others are not disturbed, and afterwards everything works.
   */
  @Seeds(2)
  void interruptionsLeaveNothingBroken(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Examples.Example credit = Examples.credit();
    RegisteredModel model = fresh(credit.model());
    Request request = Request.of(credit.samples().getFirst()).withInputs(Visibility.COMMITTED);
    Outcome undisturbed = new Outcome();
    Thread other = new Thread(() -> undisturbed.of(() -> model.prove(request)));
    other.start();
    for (int i = 0; i < 8; i++) {
      Outcome outcome = new Outcome();
      Thread prover =
          new Thread(
              () -> outcome.of(() -> verify(model, model.prove(request).certificate()).accepted()));
      prover.start();
      Thread.sleep(random.nextInt(60));
      prover.interrupt();
      prover.join(30_000);
      assertThat(prover.isAlive()).isFalse();
      assertThat(outcome.thrown == null || outcome.thrown instanceof CancellationException)
          .as("%s", outcome.thrown)
          .isTrue();
    }
    other.join(30_000);
    assertThat(undisturbed.thrown).isNull();
    Certified after = model.prove(request);
    assertThat(verify(model, after.certificate()).accepted()).isTrue();
    assertThat(after.output()).isEqualTo(credit.model().run(credit.samples().getFirst()));
  }

  /** The comparison sees a word that is in two proofs. */
  @Test
  void equalProofsWouldBeSeen() {
    Set<String> words = new HashSet<>();
    byte[] proof = new byte[64];
    Arrays.fill(proof, 32, 64, (byte) 1);
    assertThat(addWords(proof, words) + addWords(proof, words)).isEqualTo(4);
    assertThat(words).hasSize(2);
  }
}
