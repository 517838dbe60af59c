package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.onnx.proto.OnnxNode;

/** Conversions between element types. */
final class Casts {
  private Casts() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            "Cast",
            "free; from real numbers to integers one table lookup",
            (n, s, f) -> cast(n, f, s.operand(n, 0), type(n, n.required("to")))),
        Entry.formula(
            "CastLike",
            "as Cast",
            (n, s, f) -> cast(n, f, s.operand(n, 0), s.operand(n, 1).type())));
  }

  private static ElementType type(OnnxNode node, long code) throws ModelException {
    return ElementType.ofCode(code)
        .orElseThrow(() -> node.error("element type " + code + " is not supported"));
  }

  static Value cast(OnnxNode node, Formula f, Value x, ElementType to) throws ModelException {
    if (x.type() == ElementType.STRING || to == ElementType.STRING) {
      return ofTexts(node, f, x, to);
    }
    if (x instanceof Constant c) {
      f.scope().builder().countComputed(node, c.shape());
      double[] values = new double[c.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = convert(node, c.values()[i], c.type(), to);
      }
      return new Constant(to, c.shape(), values);
    }
    if (to == ElementType.BOOL && x.type() != ElementType.BOOL) {
      return f.apply(to, x, Real.NOT_ZERO);
    }
    if (x.type().real() && !to.real()) {
      return f.apply(to, x, Real.TRUNCATE);
    }
    if (to == ElementType.FLOAT && x.type().bits() >= 32 && x.type() != to && isUntraced(f, x)) {
      // A tensor of its own says where float32 begins; trees compare what is rounded then.
      return f.scope()
          .emit(
              node,
              new FloatNode.Layout(
                  f.scope().fresh(node, "cast"), Shapes.list(Shapes.stored(x.shape())), f.whole(x)),
              to,
              x.shape());
    }
    // Computed numbers stay within what their type holds: there is nothing to round or wrap.
    return x.withType(to);
  }

  private static boolean isUntraced(Formula f, Value x) {
    return f.scope().builder().provenance(x).isEmpty();
  }

  /** From texts to texts, from labels to labels, and of constants. */
  private static Value ofTexts(OnnxNode node, Formula f, Value x, ElementType to)
      throws ModelException {
    if (x.type() == to) {
      return x;
    }
    Optional<Provenance.Named> labels = Categories.labels(f.scope(), x);
    if (labels.isPresent()) {
      Value index = labels.get().base().withType(ElementType.INT64);
      return to.real() || to == ElementType.BOOL
          ? Categories.chosen(
              f,
              numbers(node, new int[] {labels.get().names().size()}, labels.get().names(), to),
              index)
          : Categories.named(f, index, to, labels.get().names());
    }
    if (x instanceof Constant c) {
      Texts texts = f.scope().graph().context().texts();
      List<String> list = new ArrayList<>();
      for (double v : c.values()) {
        list.add(c.type() == ElementType.STRING ? texts.text(v) : decimal(node, v, c.type()));
      }
      return to == ElementType.STRING
          ? texts.constant(c.shape(), list)
          : numbers(node, c.shape(), list, to);
    }
    throw node.error(
        to == ElementType.STRING
            ? "computed numbers cannot become texts; use them as they are"
            : "texts of an input cannot become numbers; make it an input of numbers");
  }

  private static Constant numbers(OnnxNode node, int[] shape, List<String> texts, ElementType to)
      throws ModelException {
    double[] numbers = new double[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Double.parseDouble(texts.get(i));
      } catch (NumberFormatException e) {
        throw new ModelException(node.label() + ": a text is not a number", e);
      }
      if (!to.holds(numbers[i]) || (!to.real() && numbers[i] != Math.rint(numbers[i]))) {
        throw node.error("a text is not a number of type " + to);
      }
    }
    return new Constant(to, shape, numbers);
  }

  private static String decimal(OnnxNode node, double value, ElementType type)
      throws ModelException {
    if (type.real()) {
      throw node.error("real numbers cannot become texts");
    }
    return Long.toString((long) value);
  }

  private static double convert(OnnxNode node, double x, ElementType from, ElementType to)
      throws ModelException {
    if (to == ElementType.BOOL) {
      return x != 0 ? 1 : 0;
    }
    if (!to.real()) {
      double integer = from.real() ? (x < 0 ? Math.ceil(x) : Math.floor(x)) : x;
      double wrapped = from.real() || to.holds(integer) ? integer : to.decode((long) integer);
      if (!to.holds(wrapped)) {
        throw node.error("a constant is outside of the range of " + to);
      }
      return wrapped;
    }
    return switch (to) {
      case FLOAT -> (float) x;
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) x));
      case BFLOAT16 -> bfloat16((float) x);
      default -> x;
    };
  }

  /** Rounds half to even to eight bits of significand. */
  private static double bfloat16(float x) {
    if (!Float.isFinite(x)) {
      return x;
    }
    int bits = Float.floatToIntBits(x);
    int rounded = bits + 0x7fff + (bits >>> 16 & 1);
    return Float.intBitsToFloat(rounded & 0xffff0000);
  }
}
