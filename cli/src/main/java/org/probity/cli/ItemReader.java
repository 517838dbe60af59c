package org.probity.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.api.input.BadInputException;
import org.probity.api.input.Entrance;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.SampleTable;
import org.probity.api.input.Slot;
import org.probity.api.input.Slots;
import org.probity.graph.Port;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.key.ModelKey;
import org.probity.model.InputException;
import org.probity.model.ModelException;

/**
 * Reads what is to be proven, all of it before anything is: an error names file, line and column.
 */
final class ItemReader {
  private final Entrance entrance;
  private final Path file;
  private final SampleTable table;

  private ItemReader(Entrance entrance, Path file, SampleTable table) {
    this.entrance = entrance;
    this.file = file;
    this.table = table;
  }

  /**
   * The items of a file.
   *
   * @param entrance where the samples enter
   * @param labels name of the column of labels, if there is one
   * @param row the only sample to take, from 1, if it is given
   * @param sharing the ports that have other certificates' commitments
   */
  static List<Item> read(
      ModelKey key,
      Entrance entrance,
      Optional<Path> file,
      Optional<String> labels,
      Optional<Integer> row,
      ShareChoice sharing)
      throws Exception {
    List<Slot> slots =
        Slots.of(key.graph()).stream()
            .map(s -> sharing.ports().containsKey(s.name()) ? s.asOptional() : s)
            .toList();
    if (file.isEmpty()) {
      return fromReceipts(key, slots, sharing);
    }
    List<Slot> entered = entrance.isDirect() ? slots : entrance.slots();
    SampleTable table = InputFile.table(file.get(), entered, labels);
    ItemReader reader = new ItemReader(entrance, file.get(), table);
    labels.ifPresent(reader::checkLabels);
    List<String> names = reader.names();
    List<Integer> rows = rows(file.get(), table.samples().size(), row);
    List<Map<String, Receipt>> shared =
        sharing.receipts(key, rows.stream().map(names::get).toList());
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      items.add(reader.item(rows.get(i), names.get(rows.get(i)), shared.get(i)));
    }
    return items;
  }

  private static List<Integer> rows(Path file, int count, Optional<Integer> row) {
    if (row.isEmpty()) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(i);
      }
      return all;
    }
    if (row.get() < 1 || row.get() > count) {
      throw new BadInputException(
          "%s: has samples 1 to %d, not %d".formatted(file, count, row.get()));
    }
    return List.of(row.get() - 1);
  }

  private static List<Item> fromReceipts(ModelKey key, List<Slot> slots, ShareChoice sharing)
      throws Exception {
    for (Slot slot : slots) {
      if (!slot.optional()) {
        throw new BadInputException(
            "no INPUT is given, and input '" + slot.name() + "' is not shared");
      }
    }
    List<String> names = FileNames.ofItems(List.of(), 1);
    Map<String, Receipt> shared = sharing.receipts(key, names).getFirst();
    Map<String, int[]> values = new HashMap<>();
    Map<String, List<String>> texts = new HashMap<>();
    key.graph().inputs().forEach(port -> take(shared.get(port.name()), port, values, texts));
    return List.of(new Item(names.getFirst(), List.of(), values, texts, shared));
  }

  private static void take(
      Receipt receipt, Port port, Map<String, int[]> values, Map<String, List<String>> texts) {
    values.put(port.name(), receipt.values());
    if (!receipt.content().texts().isEmpty()) {
      texts.put(port.name(), receipt.content().texts());
    }
  }

  private void checkLabels(String column) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < table.labels().size(); i++) {
      String label = table.labels().get(i);
      try {
        GraphLint.checkName(label, "the item");
      } catch (IllegalArgumentException e) {
        throw refused(i, "column '" + column + "': " + e.getMessage());
      }
      if (!seen.add(label)) {
        throw refused(i, "column '" + column + "' has the label of a line before it");
      }
    }
  }

  private List<String> names() {
    try {
      return FileNames.ofItems(table.labels(), table.samples().size());
    } catch (BadInputException e) {
      throw new BadInputException(file + ": " + e.getMessage(), e);
    }
  }

  private Item item(int row, String name, Map<String, Receipt> shared) {
    Sample sample = table.samples().get(row);
    Map<String, int[]> values = new HashMap<>();
    Map<String, List<String>> texts = new HashMap<>(sample.texts());
    for (Port port : entrance.graph().inputs()) {
      double[] entries = sample.values().get(port.name());
      // Behind a prefix, what is shared is compared with what the prefix gives.
      Receipt receipt = entrance.isDirect() ? shared.get(port.name()) : null;
      if (entries == null) {
        take(receipt, port, values, texts);
        continue;
      }
      int[] integers = quantized(row, port, entries);
      if (receipt != null && !Arrays.equals(integers, receipt.values())) {
        throw refused(row, "input '" + port.name() + "' is not what the shared receipt is of");
      }
      values.put(port.name(), integers);
    }
    List<String> label = table.labels().isEmpty() ? List.of() : List.of(table.labels().get(row));
    return entrance.isDirect()
        ? new Item(name, label, values, texts, shared)
        : new Item(name, label, passed(row, values), Map.of(), shared);
  }

  private Map<String, int[]> passed(int row, Map<String, int[]> entered) {
    try {
      return entrance.pass(entered);
    } catch (IllegalArgumentException e) {
      throw refused(row, "the public prefix cannot be run: " + e.getMessage());
    }
  }

  private int[] quantized(int row, Port port, double[] entries) {
    try {
      return entrance.quantizer().quantize(port, entries);
    } catch (InputException e) {
      Optional<String> column = table.places().column(e.input(), e.entry());
      throw refused(row, column.map(c -> c + " " + e.reason()).orElse(e.getMessage()));
    } catch (ModelException e) {
      throw refused(row, e.getMessage());
    }
  }

  private BadInputException refused(int row, String why) {
    String place = table.places().sample(row).map(p -> p + ", ").orElse("");
    return new BadInputException(file + ": " + place + why);
  }
}
