package org.probity.inference.certificate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.json.Documents;
import org.probity.inference.json.Json;

/**
 * What a certificate claims: the registered model, run on each of these inputs, gives these
 * outputs. The claims of a batch hold the items one after the other.
 *
 * @param modelId 64 hexadecimal digits
 * @param count number of inferences, at least 1: the items of the batch
 * @param labels public names of the items, such as case numbers, all different; or none
 * @param origin which part of which file the model was made from, as in the model key
 * @param ports inputs, then outputs, each in the model's order
 * @param context bytes that the certificate is bound to; do not modify
 */
public record Statement(
    String modelId,
    int count,
    List<String> labels,
    Optional<Origin> origin,
    List<PortClaim> ports,
    byte[] context) {
  /** Largest context. */
  public static final int MAX_CONTEXT = 1 << 16;

  /** Largest number of items. */
  public static final int MAX_COUNT = 1 << 20;

  public Statement {
    labels = List.copyOf(labels);
    ports = List.copyOf(ports);
    if (context.length > MAX_CONTEXT) {
      throw new IllegalArgumentException("context longer than " + MAX_CONTEXT + " bytes");
    }
    checkCount(count);
    checkLabels(labels, count);
    for (PortClaim port : ports) {
      if (!port.isDivisible(count)) {
        throw new IllegalArgumentException(
            "a port does not hold the same number of values for each item");
      }
    }
  }

  /** The claim of one inference by a model of which no origin is given. */
  public Statement(String modelId, List<PortClaim> ports, byte[] context) {
    this(modelId, 1, List.of(), Optional.empty(), ports, context);
  }

  /**
   * Checks a number of items.
   *
   * @throws IllegalArgumentException if it is not between 1 and {@link #MAX_COUNT}
   */
  public static void checkCount(int count) {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("a batch has 1 to " + MAX_COUNT + " items, not " + count);
    }
  }

  /**
   * Checks the labels of a batch.
   *
   * @throws IllegalArgumentException if there are some, but not one for each item, or one is empty,
   *     longer than 256 characters, has a control character or occurs twice
   */
  public static void checkLabels(List<String> labels, int count) {
    if (!labels.isEmpty() && labels.size() != count) {
      throw new IllegalArgumentException(
          "there are " + labels.size() + " labels for " + count + " items");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < labels.size(); i++) {
      GraphLint.checkName(labels.get(i), "item " + (i + 1));
      if (!seen.add(labels.get(i))) {
        throw new IllegalArgumentException(
            "item " + (i + 1) + " has the label of an item before it");
      }
    }
  }

  /**
   * The claim about one item alone, for showing it and for receipts. No proof proves it but the one
   * of the whole statement.
   *
   * @param item counted from 0
   */
  public Statement item(int item) {
    java.util.Objects.checkIndex(item, count);
    return new Statement(
        modelId,
        1,
        labels.isEmpty() ? List.of() : List.of(labels.get(item)),
        origin,
        ports.stream().map(port -> port.item(item, count)).toList(),
        context);
  }

  /** The same claim with other claims about the ports. */
  public Statement withPorts(List<PortClaim> other) {
    return new Statement(modelId, count, labels, origin, other, context);
  }

  /**
   * What a proof of this statement is bound to. Two statements that differ in anything (model,
   * count, a label, origin, a port's name, role, position, visibility, format, value or commitment,
   * context) have different bytes.
   */
  public byte[] binding() {
    Json.Fields document = Documents.start("probity statement");
    StatementJson.encode(this, document);
    return Documents.canonical(document);
  }

  /** The claim about the port with this name. */
  public PortClaim port(String name) {
    return ports.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no port named " + name));
  }
}
