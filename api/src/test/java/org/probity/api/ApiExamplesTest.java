package org.probity.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.probity.api.page.CertificatePage;
import org.probity.inference.Check;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.estimate.Estimate;
import org.probity.inference.estimate.Machine;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
import org.probity.inference.policy.Circumstances;
import org.probity.inference.policy.Policy;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import org.probity.inference.signature.Validity;
import org.probity.model.Cut;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.part.Before;
import org.probity.model.quantize.QuantizerOptions;

/** The code of docs/api.md, which is what stands between the marks here, in this order. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApiExamplesTest {
  @TempDir Path work;

  private final Path examples = Examples.FOLDER.resolve("credit");

  @Test
  void lending() throws Exception {
    Path bank = work.resolve("bank");
    // <example>
    ModelFile file = ModelFile.read(examples.resolve("credit.onnx"));
    List<Values> samples = file.samples(examples.resolve("calibration.csv"));
    RegisteredModel model = file.register(samples);
    model.save(bank); // model.key for everybody, model.secret for nobody else
    // </example>
    assertThat(bank.resolve("model.secret")).exists();

    // <example>
    FidelityReport report = file.fidelity(model, samples);
    double agreement = report.deciding().orElseThrow().labelAgreement().orElseThrow();
    Files.writeString(bank.resolve("fidelity.json"), report.toJson());
    // </example>
    assertThat(agreement).isGreaterThan(0.9);

    Path published = work;
    // <example>
    RegisteredModel loaded = RegisteredModel.load(bank);
    Values applicant = loaded.ports().read(examples.resolve("applicant.json")).getFirst();
    Certified certified =
        loaded.prove(
            Request.of(applicant).withInputs(Visibility.COMMITTED).withContext("application 4711"));
    double[] scores = certified.output().numbers("scores");
    ProbityFiles.write(published.resolve("certificate.json"), certified.certificate());
    ProbityFiles.write(work.resolve("receipt.json"), certified.receipt("applicant"));
    // </example>
    assertThat(scores).hasSize(2);

    // <example>
    ModelKey key = ProbityFiles.readKey(bank.resolve("model.key"));
    Certificate certificate = ProbityFiles.readCertificate(published.resolve("certificate.json"));
    Verdict verdict = Verifier.verify(key, certificate, Expectations.context("application 4711"));
    if (!verdict.accepted()) {
      throw new IllegalStateException(verdict.reason().orElseThrow());
    }
    Values decision = Values.shown(certificate.statement());
    // </example>
    assertThat(decision.numbers("scores")).isEqualTo(scores);

    Values mine = applicant;
    // <example>
    Receipt receipt = ProbityFiles.readReceipt(work.resolve("receipt.json"));
    boolean aboutMe =
        receipt.opens(certificate.statement())
            && Values.of(receipt).equals(Ports.of(key).rounded(mine));
    // </example>
    assertThat(aboutMe).isTrue();

    // <example>
    SigningKey authority = SigningKey.generate(); // its secret part stays with the authority
    Instant now = Instant.now();
    Validity year = new Validity(now, now.plus(Duration.ofDays(365)));
    ModelList list =
        ModelList.sign(
            authority, year, List.of(new Endorsement(key.modelId(), "credit", "2026-11")));
    // </example>
    assertThat(list.fault(authority.signer(), now)).isEmpty();

    // <example>
    Policy policy =
        Policy.decode(
            """
            {
              "format": "probity policy",
              "version": 1,
              "modelList": {"signer": "%s", "name": "credit"},
              "visibilities": [{"role": "input", "allowed": ["committed"]}],
              "context": {"text": "application 4711"}
            }
            """
                .formatted(authority.signer().id())
                .getBytes(StandardCharsets.UTF_8));
    Circumstances today = Circumstances.at(now).withModelList(list.encode());
    Verdict strict =
        Verifier.verify(key, certificate, Expectations.none().and(policy.requirement(today)));
    for (Check check : strict.checks()) {
      System.out.println(check.name() + ": " + check.outcome().label());
    }
    // </example>
    assertThat(strict.accepted()).as("%s", strict.reason()).isTrue();

    // <example>
    String page =
        CertificatePage.of(certificate.statement())
            .withVerdict(verdict)
            .withReceipts(Receipts.of(receipt)) // its holder's data: the page is then secret, too
            .render();
    // </example>
    assertThat(page).contains("Your data");
  }

  @Test
  void insurance() throws Exception {
    RegisteredModel tariff = Examples.tariff().model();
    // <example>
    Values policy =
        Values.of("ageph", 35)
            .and("bm", 3)
            .and("power", 80)
            .and("agec", 9)
            .and("fleet", 0)
            .and("coverage", "TPL")
            .and("fuel", "gasoline")
            .and("use", "private");
    double frequency = tariff.run(policy).number("variable"); // proves nothing
    // </example>
    assertThat(frequency).isPositive();

    Values other = Examples.tariff().samples().get(1);
    // <example>
    Certified month =
        tariff.prove(
            Request.ofBatch(List.of(policy, other))
                .withLabels(List.of("case 1", "case 2"))
                .withInputs(Visibility.COMMITTED)
                .withContext("2026-11"));
    Receipt customers = month.receipt("ageph", 1); // of case 2: nobody else's
    Values first = month.outputs().getFirst();
    // </example>
    Statement statement = month.certificate().statement();
    assertThat(first.number("variable")).isEqualTo(frequency);
    assertThat(customers.opens(statement)).isTrue();
    assertThat(Verifier.verify(tariff.key(), month.certificate(), Expectations.none()).accepted())
        .isTrue();
    // <example>
    Values shown = Values.shown(statement.item(0));
    // </example>
    assertThat(shown.number("variable")).isEqualTo(frequency);
  }

  @Test
  void agent() throws Exception {
    RegisteredModel model = Examples.tariff().model();
    Values market = Examples.tariff().samples().getFirst();
    // <example>
    byte[] challenge = "chain 1, contract 0x5a, nonce 7".getBytes(StandardCharsets.UTF_8);
    Certified answer =
        model.prove(Request.of(market).withInputs(Visibility.PUBLIC).withContext(challenge));

    Ports ports = Ports.of(model.key());
    Expectations expected = ports.expecting(List.of(market), Expectations.context(challenge));
    Verdict verdict = Verifier.verify(model.key(), answer.certificate(), expected);
    // </example>
    assertThat(verdict.accepted()).isTrue();
    Values another = Examples.tariff().samples().get(1);
    Expectations other = ports.expecting(List.of(another), Expectations.context(challenge));
    assertThat(Verifier.verify(model.key(), answer.certificate(), other).accepted()).isFalse();
  }

  @Test
  void content() throws Exception {
    Path mnist = Examples.FOLDER.resolve("mnist");
    // <example>
    Cut head = new Cut(List.of("/6/Flatten_output_0"), List.of());
    ModelFile file =
        ModelFile.read(
            mnist.resolve("lenet.onnx"), ImportOptions.defaults().withCut(head), Before.PUBLIC);
    RegisteredModel model = file.register(file.samples(mnist.resolve("calibration.npz")));
    PublicPrefix backbone = model.prefix().orElseThrow(); // for everybody, like the key

    Values image = model.ports().read(mnist.resolve("digit.json")).getFirst();
    Certified certified = model.prove(Request.of(image));
    // </example>

    // <example>
    Ports whole = Ports.of(model.key(), backbone);
    Expectations thisImage = whole.expecting(List.of(image), Expectations.none());
    Verdict verdict = Verifier.verify(model.key(), certified.certificate(), thisImage);
    // </example>
    assertThat(verdict.accepted()).as("%s", verdict.reason()).isTrue();
    Values other = file.samples(mnist.resolve("calibration.npz")).getFirst();
    Expectations another = whole.expecting(List.of(other), Expectations.none());
    assertThat(Verifier.verify(model.key(), certified.certificate(), another).accepted()).isFalse();
    model.save(work.resolve("head"));
    RegisteredModel loaded = RegisteredModel.load(work.resolve("head"));
    assertThat(loaded.run(image)).isEqualTo(certified.output());
  }

  @Test
  void sharing() throws Exception {
    RegisteredModel model = Examples.tariff().model();
    RegisteredModel second = model;
    Values customer = Examples.tariff().samples().getFirst();
    // <example>
    Certified once = model.prove(Request.of(customer).withPort("ageph", Visibility.COMMITTED));
    Certified again = second.prove(Request.of(customer).withShared("ageph", once.receipt("ageph")));
    // </example>
    assertThat(again.receipt("ageph").opens(once.certificate().statement())).isTrue();
  }

  @Test
  void threads() throws Exception {
    RegisteredModel model = Examples.tariff().model();
    List<Values> customers = Examples.tariff().samples().subList(0, 4);
    // <example>
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Certified>> running = new ArrayList<>();
      for (Values customer : customers) {
        running.add(threads.submit(() -> model.prove(Request.of(customer))));
      }
      for (Future<Certified> proof : running) {
        proof.get(); // or proof.cancel(true), which ends it soon
      }
    }
    // </example>
    Callable<Certified> interrupted =
        () -> {
          Thread.currentThread().interrupt();
          return model.prove(Request.of(customers.getFirst()));
        };
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      assertThat(threads.submit(interrupted))
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableThat()
          .withCauseInstanceOf(CancellationException.class);
    }
  }

  @Test
  void options() throws Exception {
    // <example>
    ModelFile file = ModelFile.read(examples.resolve("credit.onnx"));
    List<Values> samples = file.samples(examples.resolve("calibration.csv"));
    RegisteredModel small = file.register(samples, QuantizerOptions.uniform(8));
    // </example>
    assertThat(small.run(samples.getFirst()).numbers("scores")).hasSize(2);

    // <example>
    PreparedModel prepared = file.prepare(samples, QuantizerOptions.defaults());
    Estimate estimate =
        Estimate.of(prepared.blankKey(), Map.of(), 100, Machine.measure()); // 100 at once
    long bytes = estimate.proveMemory();
    double seconds = estimate.prove().warm();
    RegisteredModel registered = prepared.register();
    // </example>
    assertThat(bytes).isPositive();
    assertThat(seconds).isPositive();
    assertThat(registered.key().encode()).hasSize(estimate.sizes().key());
  }

  /** What stands between marks, in this file's order, without indentation. */
  private static List<String> marked() throws Exception {
    String source = Files.readString(Path.of("src/test/java/org/probity/api/ApiExamplesTest.java"));
    List<String> blocks = new ArrayList<>();
    Pattern marks = Pattern.compile("(?ms)^ *// <example>\\n(.*?)\\n *// </example>$");
    for (Matcher m = marks.matcher(source); m.find(); ) {
      blocks.add(m.group(1).stripIndent() + "\n");
    }
    return blocks;
  }

  @Test
  void theDocumentationHasThisCode() throws Exception {
    List<String> documented = new ArrayList<>();
    try (InputStream in = Files.newInputStream(Path.of("../docs/api.md"))) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher m = Pattern.compile("(?ms)^```java\\n(.*?)^```$").matcher(page);
      while (m.find()) {
        documented.add(m.group(1));
      }
    }
    assertThat(documented).isEqualTo(marked()).hasSizeGreaterThan(8);
  }
}
