package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.probity.graph.Reading;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.text.Printable;
import org.probity.inference.text.ReadingText;

/** Shows the values of a receipt in the units of the original model. For its holder only. */
record ReceiptView(Receipt receipt) {
  private static final int SHOWN_VALUES = 64;

  /** What it is a receipt for. */
  String place() {
    String item = receipt.item() == 0 ? "" : ", item " + (receipt.item() + 1);
    return "%s '%s'%s".formatted(receipt.role().label(), Printable.line(receipt.port()), item);
  }

  /** What several are receipts for. */
  static String place(Receipts receipts) {
    int count = receipts.all().size();
    if (count == 1) {
      return new ReceiptView(receipts.all().getFirst()).place();
    }
    return count + " receipts" + (receipts.item() == 0 ? "" : ", item " + (receipts.item() + 1));
  }

  /** A line for each value, named as columns of a table are: {@code name}, or {@code name[3]}. */
  static List<String> lines(Receipts receipts) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Receipt receipt : receipts.all()) {
      List<Reading> readings = receipt.content().readings();
      String port = Printable.line(receipt.port());
      for (int i = 0; i < Math.min(readings.size(), SHOWN_VALUES); i++) {
        names.add(readings.size() == 1 ? port : port + "[" + i + "]");
        values.add(ReadingText.of(readings.get(i)));
      }
      if (readings.size() > SHOWN_VALUES) {
        names.add("...");
        values.add("(%d values; --json shows all)".formatted(readings.size()));
      }
    }
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      lines.add("  " + name + " ".repeat(width - name.length() + 2) + values.get(i));
    }
    return lines;
  }

  /** The same for machines, with all values. */
  ObjectNode object() {
    ObjectNode object = Output.newObject();
    object.put("port", receipt.port());
    object.put("role", receipt.role().label());
    object.put("item", receipt.item() + 1);
    receipt
        .content()
        .readings()
        .forEach(reading -> StatementView.add(object.withArray("values"), reading));
    return object;
  }
}
