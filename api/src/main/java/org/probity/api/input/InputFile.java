package org.probity.api.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A file of samples; its format follows from how its name ends. */
public final class InputFile {
  private InputFile() {}

  /**
   * All samples of a file, at least one.
   *
   * @param slots the inputs of the model, in its order
   * @throws BadInputException if the file cannot be read or does not fit the model
   */
  public static List<Sample> samples(Path file, List<Slot> slots) {
    try {
      List<Sample> samples = read(file, slots);
      if (samples.isEmpty()) {
        throw new BadInputException("has no sample");
      }
      return samples;
    } catch (BadInputException e) {
      throw new BadInputException(file + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": no such file", e);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read", e);
    }
  }

  /** The only sample of a file. */
  public static Sample one(Path file, List<Slot> slots) {
    List<Sample> samples = samples(file, slots);
    if (samples.size() != 1) {
      throw new BadInputException(
          "%s: has %d samples where one is wanted".formatted(file, samples.size()));
    }
    return samples.getFirst();
  }

  private static List<Sample> read(Path file, List<Slot> slots) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadInputException("is a folder");
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npz")) {
      return NpzReader.read(file, slots);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".json")) {
        return JsonReader.read(in, slots);
      }
      if (name.endsWith(".csv")) {
        return CsvReader.read(in, slots);
      }
      if (name.endsWith(".npy")) {
        return Samples.inOrder(List.of(NpyReader.read(in, "array")), slots);
      }
    }
    throw new BadInputException("should end in .json, .csv, .npy or .npz");
  }
}
