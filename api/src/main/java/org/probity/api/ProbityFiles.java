package org.probity.api;

import java.io.IOException;
import java.nio.file.Path;
import org.probity.api.file.ModelFolder;
import org.probity.api.file.OutputFiles;
import org.probity.api.input.BadInputException;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
import org.probity.inference.policy.Policy;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.Signer;
import org.probity.inference.signature.SigningKey;

/**
 * Reads and writes the files of docs/formats.md. Reading checks the form only. Files are written
 * whole or not at all, receipts and signing keys so that only their owner can read them.
 *
 * <p>Reading throws {@link InvalidFileException}, whose one line names the file, if it is not
 * intact or of another kind; writing throws {@link BadInputException} where no file can be.
 */
public final class ProbityFiles {
  private ProbityFiles() {}

  public static ModelKey readKey(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, ModelKey.MAX_FILE, ModelKey::decode);
  }

  public static Certificate readCertificate(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, Certificate.MAX_FILE, Certificate::decode);
  }

  public static Receipt readReceipt(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, Receipt.MAX_FILE, Receipt::decode);
  }

  public static PublicPrefix readPrefix(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, PublicPrefix.MAX_FILE, PublicPrefix::decode);
  }

  public static Policy readPolicy(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, Policy.MAX_FILE, Policy::decode);
  }

  /** A signature of a model, or a signed list of models. */
  public static ModelList readModelList(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, ModelList.MAX_FILE, ModelList::decode);
  }

  public static Signer readSigner(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, Signer.MAX_FILE, Signer::decode);
  }

  public static SigningKey readSigningKey(Path file) throws IOException, InvalidFileException {
    return ModelFolder.read(file, SigningKey.MAX_FILE, SigningKey::decode);
  }

  public static void write(Path file, ModelKey key) throws IOException {
    OutputFiles.write(file, key.encode());
  }

  public static void write(Path file, Certificate certificate) throws IOException {
    OutputFiles.write(file, certificate.encode());
  }

  public static void write(Path file, Receipt receipt) throws IOException {
    OutputFiles.writeSecret(file, receipt.encode());
  }

  public static void write(Path file, ModelList list) throws IOException {
    OutputFiles.write(file, list.encode());
  }

  public static void write(Path file, Signer signer) throws IOException {
    OutputFiles.write(file, signer.encode());
  }

  /** So that only its owner can read it. */
  public static void write(Path file, SigningKey key) throws IOException {
    OutputFiles.writeSecret(file, key.encode());
  }
}
