package org.probity.verifier;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.probity.api.Certified;
import org.probity.api.ModelFile;
import org.probity.api.ProbityFiles;
import org.probity.api.RegisteredModel;
import org.probity.api.Request;
import org.probity.api.Values;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/**
 * A registered model, a certificate and a receipt of it, and the certificate with another context.
 */
record ExampleFiles(Path folder) {
  private static final Path CREDIT = Path.of("../examples/credit");
  static final String CONTEXT = "application 4711";

  static ExampleFiles make(Path folder) throws Exception {
    ModelFile file = ModelFile.read(CREDIT.resolve("credit.onnx"));
    List<Values> samples = file.samples(CREDIT.resolve("calibration.csv"));
    RegisteredModel model = file.register(samples);
    model.save(folder);
    Certified certified =
        model.prove(
            Request.of(samples.getFirst()).withInputs(Visibility.COMMITTED).withContext(CONTEXT));
    ExampleFiles files = new ExampleFiles(folder);
    ProbityFiles.write(files.certificate(), certified.certificate());
    ProbityFiles.write(files.receipt(), certified.receipt("applicant"));
    return files;
  }

  Path certificate() {
    return folder.resolve("certificate.json");
  }

  Path key() {
    return folder.resolve("model.key");
  }

  Path secret() {
    return folder.resolve("model.secret");
  }

  Path receipt() {
    return folder.resolve("receipt.json");
  }

  /** One digit of the proof is another, and the checksum is not made to fit. */
  Path damaged() throws Exception {
    String text = Files.readString(certificate());
    int place = text.indexOf("\"proof\": \"") + 100;
    char other = text.charAt(place) == 'A' ? 'B' : 'A';
    return write("damaged.json", text.substring(0, place) + other + text.substring(place + 1));
  }

  /** Bound to another context; intact, but the proof is not about it. */
  Path forged() throws Exception {
    Certificate honest = ProbityFiles.readCertificate(certificate());
    Statement s = honest.statement();
    byte[] context = "application 4712".getBytes(StandardCharsets.UTF_8);
    Statement other =
        new Statement(s.modelId(), s.count(), s.labels(), s.origin(), s.ports(), context);
    Path forged = folder.resolve("forged.json");
    ProbityFiles.write(forged, new Certificate(other, honest.proof()));
    return forged;
  }

  private Path write(String name, String text) throws Exception {
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }
}
