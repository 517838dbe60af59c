package org.probity.inference.policy;

import java.util.List;
import org.probity.graph.OrderedCode;
import org.probity.inference.policy.Quantity.Finite;
import org.probity.inference.policy.Quantity.Infinite;
import org.probity.inference.policy.Quantity.Name;
import org.probity.inference.policy.Quantity.NotANumber;
import org.probity.inference.policy.Quantity.Text;
import org.probity.inference.policy.Quantity.TextCode;

/** How two quantities are compared. */
enum Relation {
  LESS_OR_EQUAL("<="),
  GREATER_OR_EQUAL(">="),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  GREATER(">");

  private final String sign;

  Relation(String sign) {
    this.sign = sign;
  }

  /** The spelling in conditions. */
  String sign() {
    return sign;
  }

  /** All of them, longer signs first. */
  static List<Relation> all() {
    return List.of(values());
  }

  /**
   * Whether it holds.
   *
   * @throws UndecidedException if a side is NaN, or the two cannot be compared like this
   */
  boolean holds(Quantity left, Quantity right) throws UndecidedException {
    if (left instanceof NotANumber || right instanceof NotANumber) {
      // Also what is "not equal": a missing result satisfies nobody.
      throw new UndecidedException("a value is NaN");
    }
    if (isNumber(left) && isNumber(right)) {
      return holds(compare(left, right));
    }
    boolean same = isSame(left, right);
    return switch (this) {
      case EQUAL -> same;
      case NOT_EQUAL -> !same;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          throw new UndecidedException("texts have no order");
    };
  }

  private boolean holds(int comparison) {
    return switch (this) {
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
      case EQUAL -> comparison == 0;
      case NOT_EQUAL -> comparison != 0;
      case LESS -> comparison < 0;
      case GREATER -> comparison > 0;
    };
  }

  private static boolean isNumber(Quantity quantity) {
    return quantity instanceof Finite || quantity instanceof Infinite;
  }

  private static int compare(Quantity left, Quantity right) {
    return left instanceof Finite(var a) && right instanceof Finite(var b)
        ? a.compareTo(b)
        : Integer.compare(side(left), side(right));
  }

  /** Where numbers lie as the infinities see them. */
  private static int side(Quantity quantity) {
    return quantity instanceof Infinite(boolean positive) ? positive ? 1 : -1 : 0;
  }

  private static boolean isSame(Quantity left, Quantity right) throws UndecidedException {
    return switch (left) {
      case Name(String a) when right instanceof Name(String b) -> a.equals(b);
      case Name(String a) when right instanceof Text(String b) -> a.equals(b);
      case Text(String a) when right instanceof Name(String b) -> a.equals(b);
      case TextCode(double a) when right instanceof TextCode(double b) -> a == b;
      case TextCode(double a) when right instanceof Text(String b) -> a == OrderedCode.ofText(b);
      case Text(String a) when right instanceof TextCode(double b) -> OrderedCode.ofText(a) == b;
      default -> throw new UndecidedException("a text is compared with a number, or with nothing");
    };
  }
}
