package org.probity.bench.fuzz;

import java.util.List;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;

/** Any bytes as a model key, a certificate or a receipt. */
public final class DocumentFuzzer {
  private DocumentFuzzer() {}

  private interface Reader {
    Object read(byte[] file) throws InvalidFileException;
  }

  private static final List<Reader> READERS =
      List.of(ModelKey::decode, Certificate::decode, Receipt::decode);

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] file) {
    for (Reader reader : READERS) {
      try {
        reader.read(file);
      } catch (InvalidFileException e) {
        Finding.check(e.getMessage());
      }
    }
  }
}
