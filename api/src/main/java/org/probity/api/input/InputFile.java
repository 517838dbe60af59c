package org.probity.api.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    return table(file, slots, Optional.empty()).samples();
  }

  /**
   * The same together with where each value stands.
   *
   * @param labels name of the column of a CSV file that names the samples and is no value
   */
  public static SampleTable table(Path file, List<Slot> slots, Optional<String> labels) {
    try {
      SampleTable table = read(file, slots, labels);
      if (table.samples().isEmpty()) {
        throw new BadInputException("has no sample");
      }
      return table;
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

  private static SampleTable read(Path file, List<Slot> slots, Optional<String> labels)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadInputException("is a folder");
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (labels.isPresent() && !name.endsWith(".csv")) {
      throw new BadInputException("is no .csv file, which alone can have a column of labels");
    }
    if (name.endsWith(".npz")) {
      return SampleTable.of(NpzReader.read(file, slots));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".json")) {
        return SampleTable.of(JsonReader.read(in, slots));
      }
      if (name.endsWith(".csv")) {
        return CsvReader.read(in, slots, labels);
      }
      if (name.endsWith(".npy")) {
        return SampleTable.of(Samples.inOrder(List.of(NpyReader.read(in, "array")), slots));
      }
    }
    throw new BadInputException("should end in .json, .csv, .npy or .npz");
  }
}
