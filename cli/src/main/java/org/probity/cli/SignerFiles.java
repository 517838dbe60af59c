package org.probity.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.probity.api.file.ModelFolder;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.Signer;
import org.probity.inference.signature.SigningKey;

/** Reads the files of signers; errors name the file. */
final class SignerFiles {
  private SignerFiles() {}

  private interface Decoder<T> {
    T decode(byte[] file) throws InvalidFileException;
  }

  static Signer readSigner(Path file) throws IOException, InvalidFileException {
    return read(file, Signer.MAX_FILE, Signer::decode);
  }

  static SigningKey readSigningKey(Path file) throws IOException, InvalidFileException {
    return read(file, SigningKey.MAX_FILE, SigningKey::decode);
  }

  static ModelList readList(Path file) throws IOException, InvalidFileException {
    return read(file, ModelList.MAX_FILE, ModelList::decode);
  }

  private static <T> T read(Path file, int limit, Decoder<T> decoder)
      throws IOException, InvalidFileException {
    try {
      return decoder.decode(ModelFolder.read(file, limit));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }
}
