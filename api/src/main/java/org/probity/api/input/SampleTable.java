package org.probity.api.input;

import java.util.List;
import java.util.Optional;

/**
 * The samples of a file, what names them, and where they stand in it.
 *
 * @param samples in the order of the file
 * @param labels one for each sample, as they stand in the file; empty if there is no column of them
 * @param places where values stand
 */
public record SampleTable(List<Sample> samples, List<String> labels, Places places) {
  public SampleTable {
    samples = List.copyOf(samples);
    labels = List.copyOf(labels);
  }

  /** Samples of a file that has no lines. */
  static SampleTable of(List<Sample> samples) {
    return new SampleTable(samples, List.of(), new InOrder(samples.size()));
  }

  /** Where the values of samples stand in a file; all counted from 0. */
  public interface Places {
    /** A sample, in words: {@code line 3}, or empty if there is only one. */
    Optional<String> sample(int sample);

    /** The column of an entry of an input, if the file has columns. */
    Optional<String> column(String input, int entry);
  }

  private record InOrder(int count) implements Places {
    @Override
    public Optional<String> sample(int sample) {
      return count == 1 ? Optional.empty() : Optional.of("sample " + (sample + 1));
    }

    @Override
    public Optional<String> column(String input, int entry) {
      return Optional.empty();
    }
  }

  /** Lines and columns of a CSV file. */
  record InTable(List<String> header, CsvColumns columns, List<Long> lines) implements Places {
    @Override
    public Optional<String> sample(int sample) {
      return Optional.of("line " + lines.get(sample));
    }

    @Override
    public Optional<String> column(String input, int entry) {
      int column = columns.places().indexOf(new CsvColumns.Place(input, entry));
      return column < 0 ? Optional.empty() : Optional.of("column '" + header.get(column) + "'");
    }
  }

  /** The samples without values, for messages and logs. */
  @Override
  public String toString() {
    return "SampleTable[" + samples.size() + " samples]";
  }
}
