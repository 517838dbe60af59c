package org.probity.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.api.input.BadInputException;
import org.probity.api.input.ElementKind;
import org.probity.api.input.Sample;
import org.probity.api.input.Slot;
import org.probity.graph.Encoding;
import org.probity.graph.OrderedCode;
import org.probity.graph.Reading;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;

/**
 * Values of ports by name, in the units of the original model: numbers (NaN for a missing one),
 * texts, truth values. Entries of a port are row-major in its shape. Immutable; equal if ports and
 * entries are. Values may be secret: no message and no {@code toString} shows one.
 */
public final class Values {
  /** The entries of a port. */
  private sealed interface Entries {
    /** Truth values are 0 and 1. The array is never changed. */
    record Numbers(double[] values) implements Entries {
      @Override
      public boolean equals(Object other) {
        return other instanceof Numbers(double[] others) && Arrays.equals(values, others);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(values);
      }

      @Override
      public String toString() {
        return values.length + " numbers";
      }
    }

    record Texts(List<String> values) implements Entries {
      @Override
      public String toString() {
        return values.size() + " texts";
      }
    }
  }

  private final Map<String, Entries> ports;

  private Values(Map<String, Entries> ports) {
    this.ports = Collections.unmodifiableMap(ports);
  }

  /** No port. */
  public static Values none() {
    return new Values(Map.of());
  }

  /** Numbers of one port; NaN for a missing one. */
  public static Values of(String port, double... numbers) {
    return none().and(port, numbers);
  }

  /** Texts of one port. */
  public static Values of(String port, String... texts) {
    return none().and(port, texts);
  }

  /** Truth values of one port. */
  public static Values of(String port, boolean... flags) {
    return none().and(port, flags);
  }

  /** These values and numbers of another port. */
  public Values and(String port, double... numbers) {
    return with(port, new Entries.Numbers(numbers.clone()));
  }

  /** These values and texts of another port. */
  public Values and(String port, String... texts) {
    return with(port, new Entries.Texts(List.of(texts)));
  }

  /** These values and truth values of another port. */
  public Values and(String port, boolean... flags) {
    double[] numbers = new double[flags.length];
    Arrays.setAll(numbers, i -> flags[i] ? 1 : 0);
    return and(port, numbers);
  }

  private Values with(String port, Entries entries) {
    Map<String, Entries> all = new LinkedHashMap<>(ports);
    if (all.put(port, entries) != null) {
      throw new IllegalArgumentException("port " + port + " is given twice");
    }
    return new Values(all);
  }

  /** The values that a statement shows: those of its public ports. */
  public static Values shown(Statement statement) {
    Map<String, Entries> all = new LinkedHashMap<>();
    for (PortClaim port : statement.ports()) {
      port.content().ifPresent(content -> all.put(port.name(), entries(content)));
    }
    return new Values(all);
  }

  /** The values that a receipt opens. */
  public static Values of(Receipt receipt) {
    return none().with(receipt.port(), entries(receipt.content()));
  }

  /** What the integers of one port stand for. */
  static Values of(String port, PortValues content) {
    return none().with(port, entries(content));
  }

  private static Entries entries(PortValues content) {
    if (isText(content.encoding())) {
      return new Entries.Texts(content.readings().stream().map(Reading::toString).toList());
    }
    double[] numbers = new double[content.size()];
    Arrays.setAll(numbers, i -> content.encoding().real(content.integers(), i, content.fraction()));
    return new Entries.Numbers(numbers);
  }

  private static boolean isText(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Category _ -> true;
      case Encoding.Ordered ordered -> ordered.kind() == Encoding.Ordered.Kind.TEXT;
      case Encoding.Fixed _, Encoding.Affine _ -> false;
    };
  }

  /** A sample as it was read. */
  static Values of(Sample sample, List<Slot> slots) {
    Map<String, Entries> all = new LinkedHashMap<>();
    for (Slot slot : slots) {
      List<String> texts = sample.texts().get(slot.name());
      all.put(
          slot.name(),
          texts != null ? new Entries.Texts(texts) : new Entries.Numbers(sample.get(slot.name())));
    }
    return new Values(all);
  }

  /** These values and those of other ports. */
  public Values and(Values others) {
    Values all = this;
    for (Map.Entry<String, Entries> port : others.ports.entrySet()) {
      all = all.with(port.getKey(), port.getValue());
    }
    return all;
  }

  /** Names of the ports, in the order in which they were given. */
  public Set<String> ports() {
    return ports.keySet();
  }

  /** The numbers of a port; truth values are 0 and 1. */
  public double[] numbers(String port) {
    return switch (entries(port)) {
      case Entries.Numbers(double[] values) -> values.clone();
      case Entries.Texts _ -> throw new IllegalArgumentException("port " + port + " holds texts");
    };
  }

  /** The texts of a port, or the names of its categories. */
  public List<String> texts(String port) {
    return switch (entries(port)) {
      case Entries.Texts(List<String> values) -> values;
      case Entries.Numbers _ ->
          throw new IllegalArgumentException("port " + port + " holds numbers");
    };
  }

  /** The number of a port of one entry. */
  public double number(String port) {
    double[] numbers = numbers(port);
    requireOne(port, numbers.length);
    return numbers[0];
  }

  /** The text of a port of one entry, or the name of its category. */
  public String text(String port) {
    List<String> texts = texts(port);
    requireOne(port, texts.size());
    return texts.getFirst();
  }

  /** The truth value of a port of one entry. */
  public boolean flag(String port) {
    double number = number(port);
    if (number != 0 && number != 1) {
      throw new IllegalArgumentException("port " + port + " holds no truth value");
    }
    return number == 1;
  }

  private Entries entries(String port) {
    Entries entries = ports.get(port);
    if (entries == null) {
      throw new IllegalArgumentException("no port " + port);
    }
    return entries;
  }

  private static void requireOne(String port, int entries) {
    if (entries != 1) {
      throw new IllegalArgumentException("port " + port + " has " + entries + " entries, not one");
    }
  }

  /**
   * The same for a model that takes these inputs.
   *
   * @throws BadInputException if they do not fit: an unknown or missing port, a wrong number or
   *     kind of entries
   */
  Sample sample(List<Slot> slots) {
    Map<String, double[]> numbers = new HashMap<>();
    Map<String, List<String>> texts = new HashMap<>();
    for (Slot slot : slots) {
      Entries entries = ports.get(slot.name());
      if (entries == null) {
        throw new BadInputException("input " + slot + " is missing");
      }
      if (entries instanceof Entries.Texts(List<String> list)) {
        texts.put(slot.name(), list);
      }
      numbers.put(slot.name(), numbers(slot, entries));
    }
    for (String port : ports.keySet()) {
      if (!numbers.containsKey(port)) {
        throw new BadInputException("the model has no input '" + port + "'");
      }
    }
    return new Sample(numbers, texts);
  }

  private static double[] numbers(Slot slot, Entries entries) {
    double[] numbers =
        switch (entries) {
          case Entries.Texts(List<String> texts) when slot.kind() == ElementKind.TEXT ->
              texts.stream().mapToDouble(t -> code(slot, t)).toArray();
          case Entries.Numbers(double[] values) when slot.kind() != ElementKind.TEXT -> values;
          case Entries.Texts _, Entries.Numbers _ ->
              throw new BadInputException(
                  "input '%s' takes %s".formatted(slot.name(), slot.kind().expected()));
        };
    if (numbers.length != slot.size()) {
      throw new BadInputException(
          "input %s takes %d entries, not %d".formatted(slot, slot.size(), numbers.length));
    }
    for (int i = 0; i < numbers.length; i++) {
      Optional<String> fault = slot.kind().fault(numbers[i]);
      if (fault.isPresent()) {
        throw new BadInputException(
            "input '%s', entry %d %s".formatted(slot.name(), i, fault.get()));
      }
    }
    return numbers;
  }

  private static double code(Slot slot, String text) {
    try {
      return OrderedCode.ofText(text);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "input '%s' holds a text that is not made of Unicode characters".formatted(slot.name()),
          e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values values && ports.equals(values.ports);
  }

  @Override
  public int hashCode() {
    return ports.hashCode();
  }

  /** Names only: values may be secret. */
  @Override
  public String toString() {
    return "Values" + ports.keySet();
  }
}
