package org.probity.api.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * The key.
   *
   * @throws BadInputException if this is not the folder of a registered model
   */
  public ModelKey key() throws IOException, InvalidFileException {
    if (!Files.exists(path)) {
      throw new BadInputException(path + ": no such folder");
    }
    if (!Files.isDirectory(path)) {
      throw new BadInputException(path + ": is a file, not the folder of a registered model");
    }
    if (!Files.exists(keyFile())) {
      throw new BadInputException(
          path + ": is not the folder of a registered model: it has no " + keyFile().getFileName());
    }
    return read(keyFile(), ModelKey.MAX_FILE, ModelKey::decode);
  }

  /** The public prefix, which not every model has. */
  public PublicPrefix prefix() throws IOException, InvalidFileException {
    return read(prefixFile(), PublicPrefix.MAX_FILE, PublicPrefix::decode);
  }

  public ModelSecret secret() throws IOException, InvalidFileException {
    return read(secretFile(), MAX_BYTES, ModelSecret::decode);
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
    PublicPrefix prefix = prefix();
    Optional<String> fault = prefix.fault(key);
    if (fault.isPresent()) {
      throw new BadInputException(prefixFile() + ": " + fault.get());
    }
    return Entrance.through(prefix);
  }

  /**
   * Writes the files of a model that is not there yet, all or none, the key last: whoever finds one
   * finds the secret too. The folder is made if need be.
   *
   * @throws BadInputException if there is a secret: without it that model could never prove
   *     anything again
   */
  public void create(ModelKey key, ModelSecret secret, Optional<PublicPrefix> prefix)
      throws IOException {
    List<OutputFiles.Content> files = new ArrayList<>();
    files.add(new OutputFiles.Content(secretFile(), secret.encode(), true));
    prefix.ifPresent(p -> files.add(new OutputFiles.Content(prefixFile(), p.encode(), false)));
    files.add(new OutputFiles.Content(keyFile(), key.encode(), false));
    OutputFiles.makeFolder(path);
    try (OutputLock _ = OutputLock.of(secretFile())) {
      if (Files.exists(secretFile())) {
        throw new BadInputException(secretFile() + ": exists; choose another folder");
      }
      OutputFiles.writeAll(files);
    }
  }

  /** What makes an object of a file's bytes. */
  public interface Decoder<T> {
    T decode(byte[] file) throws InvalidFileException;
  }

  /**
   * What a file of at most {@code limit} bytes holds.
   *
   * @throws InvalidFileException if it is not that; its one line names the file
   */
  public static <T> T read(Path file, int limit, Decoder<T> decoder)
      throws IOException, InvalidFileException {
    try {
      return decoder.decode(read(file, limit));
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
      throw new BadInputException(file + ": is a folder; name a file in it");
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
