package org.probity.api.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.probity.api.input.BadInputException;
import org.probity.api.input.Entrance;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.key.PublicPrefix;

/** The folder of a registered model. */
public record ModelFolder(Path path) {
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** Public: what a verifier needs. */
  public Path keyFile() {
    return path.resolve("model.key");
  }

  /** The owner's alone: quantised weights and the openings of their commitments. */
  public Path secretFile() {
    return path.resolve("model.secret");
  }

  /** Public: what comes before the part that is proven, if that is a public prefix. */
  public Path prefixFile() {
    return path.resolve("model.prefix");
  }

  /** Public: how close the integer model is to the original. */
  public Path fidelityFile() {
    return path.resolve("fidelity.json");
  }

  /** The same as a page to look at; public unless it was asked to show inputs. */
  public Path pageFile() {
    return path.resolve("fidelity.html");
  }

  public ModelKey key() throws IOException, InvalidFileException {
    return readKey(keyFile());
  }

  public ModelSecret secret() throws IOException, InvalidFileException {
    Path file = secretFile();
    try {
      return ModelSecret.decode(read(file));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }

  /**
   * Where samples enter: at the ports of the model or, if its key names a public prefix, at the
   * inputs of the original model.
   *
   * @throws BadInputException if the prefix is another than the key names
   */
  public Entrance entrance(ModelKey key) throws IOException, InvalidFileException {
    boolean behind = key.origin().filter(o -> o.prefix() instanceof Prefix.Public).isPresent();
    if (!behind) {
      return Entrance.of(key);
    }
    PublicPrefix prefix = readPrefix(prefixFile());
    Optional<String> fault = prefix.fault(key);
    if (fault.isPresent()) {
      throw new BadInputException(prefixFile() + ": " + fault.get());
    }
    return Entrance.through(prefix);
  }

  /**
   * Writes the files of a model that is not there yet, the key last: whoever finds one finds the
   * secret too. The folder is made if need be.
   *
   * @throws BadInputException if there is a secret: without it that model could never prove
   *     anything again
   */
  public void create(ModelKey key, ModelSecret secret, Optional<PublicPrefix> prefix)
      throws IOException {
    if (Files.exists(secretFile())) {
      throw new BadInputException(secretFile() + ": exists; choose another folder");
    }
    OutputFiles.makeFolder(path);
    OutputFiles.writeSecret(secretFile(), secret.encode());
    if (prefix.isPresent()) {
      OutputFiles.write(prefixFile(), prefix.get().encode());
    }
    OutputFiles.write(keyFile(), key.encode());
  }

  public static ModelKey readKey(Path file) throws IOException, InvalidFileException {
    try {
      return ModelKey.decode(read(file, ModelKey.MAX_FILE));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }

  public static PublicPrefix readPrefix(Path file) throws IOException, InvalidFileException {
    try {
      return PublicPrefix.decode(read(file, PublicPrefix.MAX_FILE));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }

  public static byte[] read(Path file) throws IOException {
    return read(file, MAX_BYTES);
  }

  /** Refuses what is no file, before it is handed to somebody who reads it by its path. */
  public static void requireFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + ": is a folder");
    }
    // Fails where there is none.
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new BadInputException(file + ": is no regular file");
    }
  }

  /** The content of a file of at most {@code limit} bytes; no more than that is ever loaded. */
  public static byte[] read(Path file, int limit) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + ": is a folder");
    }
    if (Files.size(file) > limit) {
      throw new BadInputException(file + ": is too large");
    }
    // What is no regular file has any length, whatever its size is said to be.
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new BadInputException(file + ": is too large");
      }
      return content;
    }
  }
}
