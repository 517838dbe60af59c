package org.probity.inference.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.probity.graph.Encoding;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;

/** A side of a comparison in a condition. */
sealed interface Operand {
  /** What it stands for in one item. */
  Quantity value(Item item) throws UndecidedException;

  /** What people are told of it in one item: nothing of what stands in the policy anyway. */
  default Optional<String> tell(Item item) throws UndecidedException {
    return this instanceof Constant ? Optional.empty() : Optional.of(this + " is " + value(item));
  }

  /** A number or a text that stands in the policy. */
  record Constant(Quantity value) implements Operand {
    static Constant of(BigDecimal number) {
      return new Constant(new Quantity.Finite(number));
    }

    @Override
    public Quantity value(Item item) {
      return value;
    }
  }

  /**
   * A value of a public port.
   *
   * @param port its name
   * @param index one number: the position, row-major; several: one for each axis; none: the only
   *     value
   */
  record Entry(String port, List<Integer> index) implements Operand {
    public Entry {
      index = List.copyOf(index);
    }

    @Override
    public String toString() {
      return index.isEmpty() ? port : port + index;
    }

    @Override
    public Quantity value(Item item) throws UndecidedException {
      PortClaim claim = item.port(port);
      int entry = position(item.shape(port), item.size(claim));
      return item.read(claim, entry);
    }

    private int position(List<Long> shape, int size) throws UndecidedException {
      if (index.isEmpty() && size != 1) {
        throw new UndecidedException(
            "port '%s' has %d values: say which, as in [0]".formatted(port, size));
      }
      if (index.size() > 1 && index.size() != shape.size()) {
        throw new UndecidedException("port '%s' has %d axes".formatted(port, shape.size()));
      }
      if (index.size() <= 1) {
        int position = index.isEmpty() ? 0 : index.getFirst();
        requireInside(position, size);
        return position;
      }
      int position = 0;
      for (int i = 0; i < index.size(); i++) {
        requireInside(index.get(i), shape.get(i));
        position = position * shape.get(i).intValue() + index.get(i);
      }
      return position;
    }

    private void requireInside(int position, long size) throws UndecidedException {
      if (position >= size) {
        throw new UndecidedException("port '%s' has no value %d".formatted(port, position));
      }
    }
  }

  /** A function of all values of a public port. */
  record Summary(Function function, String port) implements Operand {
    /** Which. */
    enum Function {
      MIN,
      MAX,
      /** The position of the largest, row-major; among equals the first. */
      ARGMAX;

      /** The spelling in conditions: the name in lower case. */
      String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    @Override
    public String toString() {
      return function.label() + "(" + port + ")";
    }

    @Override
    public Quantity value(Item item) throws UndecidedException {
      PortClaim claim = item.port(port);
      Relation better = function == Function.MIN ? Relation.LESS : Relation.GREATER;
      Quantity best = item.read(claim, 0);
      int position = 0;
      // From the first on, so that one that cannot be compared is found even if it is alone.
      for (int i = 0; i < item.size(claim); i++) {
        Quantity next = item.read(claim, i);
        if (better.holds(next, best)) {
          best = next;
          position = i;
        }
      }
      return function == Function.ARGMAX ? Quantity.of(position) : best;
    }
  }

  /** A truth value: a number that is 0 or 1. */
  static boolean isTrue(Quantity quantity) throws UndecidedException {
    Optional<BigDecimal> number =
        quantity instanceof Quantity.Finite(BigDecimal value)
            ? Optional.of(value)
            : Optional.empty();
    if (number.filter(n -> n.compareTo(BigDecimal.ZERO) == 0).isPresent()) {
      return false;
    }
    if (number.filter(n -> n.compareTo(BigDecimal.ONE) == 0).isPresent()) {
      return true;
    }
    throw new UndecidedException("%s is neither 0 nor 1".formatted(quantity));
  }

  /** What a port's entry stands for. */
  static Quantity read(PortValues values, int entry) {
    double real = values.encoding().real(values.integers(), entry, values.fraction());
    return switch (values.encoding()) {
      case Encoding.Category(List<String> names) -> new Quantity.Name(names.get((int) real));
      case Encoding.Ordered(Encoding.Ordered.Kind kind) when kind == Encoding.Ordered.Kind.TEXT ->
          new Quantity.TextCode(real);
      case Encoding.Fixed _, Encoding.Affine _, Encoding.Ordered _ -> Quantity.of(real);
    };
  }
}
