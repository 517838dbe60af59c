package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.FLOAT;
import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.floatTensor;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.longTensor;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Arithmetic, comparisons and choices with broadcasting, against ONNX Runtime. */
class ArithmeticTest {
  private static final int BOOL = 9;

  /** A shape that broadcasts to the given one. */
  private static long[] part(Draw draw, long[] shape) {
    long[] part = Arrays.copyOfRange(shape, draw.integer(0, shape.length), shape.length);
    for (int d = 0; d < part.length; d++) {
      part[d] = draw.integer(0, 3) == 0 ? 1 : part[d];
    }
    return part;
  }

  private static long[] shape(Draw draw) {
    return draw.integers(draw.integer(0, 4), 1, 3);
  }

  /** Adds an operand of the type: an input or a constant. */
  private static void operand(
      OnnxFile file,
      Draw draw,
      String name,
      int type,
      boolean variable,
      double from,
      double to,
      long... shape) {
    int size = (int) Draw.size(shape);
    if (variable) {
      file.input(OnnxFile.value(name, type, shape));
    } else if (type == FLOAT) {
      file.initializer(floatTensor(name, draw.reals(size, from, to), shape));
    } else {
      long[] values = draw.integers(size, (int) from, (int) to);
      if (type == INT64) {
        file.initializer(longTensor(name, values, shape));
      } else {
        Message tensor = OnnxFile.header(name, type, shape);
        Arrays.stream(values).forEach(v -> tensor.varint(5, v));
        file.initializer(tensor);
      }
    }
  }

  /** Two operands, of which at least one may be computed; constants lie between the limits. */
  private static OnnxFile pair(Draw draw, int opset, int type, double from, double to) {
    long[] shape = shape(draw);
    OnnxFile file = new OnnxFile(opset).input("unused", 1);
    int which = draw.integer(0, 3);
    operand(file, draw, "a", type, which != 1 && which != 3, from, to, part(draw, shape));
    operand(file, draw, "b", type, which != 2 && which != 3, from, to, part(draw, shape));
    return file;
  }

  @Seeds(80)
  void realNumbers(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    String operator = draw.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean");
    OnnxFile file = pair(draw, draw.integer(8, 23), FLOAT, 0.3, 2);
    Comparison.agree(file.add(operator, "a,b", "y").output("y").toBytes(), draw, 0.3, 2, 1, 1e-5);
  }

  @Seeds(60)
  void integers(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    String operator = draw.of("Add", "Sub", "Mul", "Max", "Min");
    OnnxFile file = pair(draw, draw.integer(13, 21), INT64, -5, 5);
    Comparison.agree(
        file.add(operator, "a,b", "y").output("y", INT64).toBytes(), draw, 0, 1, 4, 1e-9);
  }

  @Seeds(60)
  void quotientsOfIntegers(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int which = draw.integer(0, 3);
    long[] shape = shape(draw);
    OnnxFile file = new OnnxFile(draw.integer(13, 21)).input("unused", 1);
    operand(file, draw, "a", INT64, which < 3, -9, 9, shape);
    long[] divisors = new long[(int) Draw.size(which == 0 ? part(draw, shape) : new long[0])];
    Arrays.setAll(divisors, i -> draw.of(-3, -2, -1, 1, 2, 3, 7));
    if (which == 0) {
      // A computed divisor: the entries of an input, plus one.
      file.input(OnnxFile.value("p", INT64, shape)).longs("one", 1).add("Add", "p,one", "b");
    } else {
      file.initializer(longTensor("b", Arrays.copyOf(divisors, 1)));
    }
    String operator = draw.of("Div", "Mod");
    Message[] attributes =
        operator.equals("Mod") && draw.flag()
            ? new Message[] {integerAttribute("fmod", 1)}
            : new Message[0];
    file.add(operator, "a,b", "y", attributes).output("y", INT64);
    Comparison.agree(file.toBytes(), draw, 0, 1, 20, 1e-9);
  }

  @Seeds(20)
  void remaindersOfRealNumbers(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file = pair(draw, 13, FLOAT, 0.3, 2);
    file.add("Mod", "a,b", "y", integerAttribute("fmod", 1)).output("y");
    Comparison.agree(file.toBytes(), draw, 0.3, 2, 1, 1e-4);
  }

  @Seeds(60)
  void comparisons(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    String operator = draw.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual");
    OnnxFile file = pair(draw, draw.integer(16, 21), draw.of(FLOAT, INT64), 0, 2);
    Comparison.agree(file.add(operator, "a,b", "y").output("y", BOOL), draw);
  }

  @Seeds(40)
  void truthValues(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file = pair(draw, draw.integer(9, 21), BOOL, 0, 1);
    file.add(draw.of("And", "Or", "Xor"), "a,b", "p").add("Not", "p", "y").output("y", BOOL);
    Comparison.agree(file.toBytes(), draw, 0, 1, 1, 1e-9);
  }

  @Seeds(80)
  void where(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw);
    OnnxFile file = new OnnxFile(draw.integer(9, 21)).input("unused", 1);
    operand(file, draw, "c", BOOL, draw.integer(0, 3) == 0, 0, 1, part(draw, shape));
    operand(file, draw, "a", FLOAT, draw.flag(), -2, 2, part(draw, shape));
    operand(file, draw, "b", FLOAT, draw.flag(), -2, 2, part(draw, shape));
    Comparison.agree(file.add("Where", "c,a,b", "y").output("y").toBytes(), draw, -2, 2, 1, 1e-5);
  }

  @Seeds(40)
  void powers(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw);
    OnnxFile file = new OnnxFile(draw.of(7, 12, 13, 15)).input("unused", 1);
    boolean variable = draw.flag();
    operand(file, draw, "a", FLOAT, variable, 0.3, 2, shape);
    double exponent = draw.of(-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 1.7);
    long[] dims = draw.flag() ? new long[0] : part(draw, shape);
    double[] exponents = new double[(int) Draw.size(dims)];
    Arrays.fill(exponents, exponent);
    file.initializer(floatTensor("b", exponents, dims)).add("Pow", "a,b", "y").output("y");
    Comparison.agree(file.toBytes(), draw, 0.3, 2, 1, 1e-4);
  }

  @Test
  void powersOfNegativeNumbersAndOfABase() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 5)
            .floats("three", new long[0], 3)
            .floats("two", new long[0], 2)
            .add("Pow", "x,three", "y")
            .add("Pow", "two,x", "z")
            .output("y")
            .output("z");
    Comparison.agree(file, new Draw(4));
    Comparison.refuses(
        new OnnxFile(13).input("x", 5).input("p", 5).add("Pow", "x,p", "y").output("y"),
        "constant exponents");
  }

  @Seeds(15)
  void powersByColumn(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int columns = draw.integer(2, 4);
    double[] exponents = draw.reals(columns, -3, 3);
    exponents[0] = 0;
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, columns)
            .initializer(floatTensor("b", exponents, columns))
            .add("Pow", "x,b", "y")
            .output("y");
    Comparison.agree(file.toBytes(), draw, 0.3, 2, 1, 1e-4);
  }

  @Test
  void zeroToPositivePowersIsZero() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 3)
            .floats("b", new long[] {3}, 0.5, 2, 1.5)
            .add("Pow", "x,b", "y")
            .output("y");
    // Rounded to float32 they are zeros.
    Comparison.agree(file.toBytes(), new Draw(1), 0, 1e-60, 0, 1e-9);
  }

  /** How exporters write zeros, ones, and branches that no column takes. */
  @Test
  void valuesWithThemselves() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 3)
            .floats("b", new long[] {3}, 0, 0, 0)
            .add("Sub", "x,x", "zeros")
            .add("Div", "x,x", "ones")
            .add("Add", "x,x", "twice")
            .add("Mul", "x,b", "nothing")
            .add("Sum", "x,zeros,ones,nothing,twice", "y")
            .output("y");
    Comparison.agree(file.toBytes(), new Draw(1), 0.3, 2, 1, 1e-6);
  }

  @Seeds(20)
  void severalOperands(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw);
    OnnxFile file = new OnnxFile(draw.integer(8, 21)).input("x", part(draw, shape));
    List<String> names = new ArrayList<>(List.of("x"));
    for (int i = draw.integer(0, 3); i > 0; i--) {
      operand(file, draw, "p" + i, FLOAT, draw.flag(), -2, 2, part(draw, shape));
      names.add(draw.integer(0, names.size()), "p" + i);
    }
    file.add(draw.of("Sum", "Mean", "Max", "Min"), String.join(",", names), "y").output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(20)
  void shifts(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int type = draw.of(2, 12);
    OnnxFile file = new OnnxFile(11).input("unused", 1);
    operand(file, draw, "a", type, draw.flag(), 0, 200, 2, 3);
    operand(file, draw, "b", type, false, 0, 7, draw.flag() ? new long[0] : new long[] {3});
    file.add("BitShift", "a,b", "p", Attributes.string("direction", draw.of("LEFT", "RIGHT")))
        .add("Cast", "p", "y", integerAttribute("to", INT64))
        .output("y", INT64);
    if (type == 2) {
      Comparison.agree(file.toBytes(), draw, 0, 1, 200, 1e-9);
    }
  }

  @Test
  void bitwiseOperationsOnConstants() throws ModelException, OrtException {
    OnnxFile file = new OnnxFile(18).input("x", 4).longs("a", 12, -7, 9, 0).longs("b", 10, 3, 5, 1);
    for (String operator : List.of("And", "Or", "Xor")) {
      file.add("Bitwise" + operator, "a,b", operator).output(operator, INT64);
    }
    file.add("BitwiseNot", "a", "not").output("not", INT64);
    Comparison.agree(file, new Draw(1));
  }

  @Seeds(40)
  void casts(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file = new OnnxFile(draw.of(9, 13, 19)).input("unused", 1);
    boolean variable = draw.flag();
    int from = draw.of(FLOAT, INT64, 6, BOOL);
    operand(file, draw, "x", from, variable, from == BOOL ? 0 : -20, from == BOOL ? 1 : 20, 7);
    int to = draw.of(FLOAT, 11, INT64, 6, BOOL, variable ? 6 : 3);
    file.add("Cast", "x", "y", integerAttribute("to", to)).output("y", to);
    Comparison.agree(file.toBytes(), draw, -20, 20, 1, 1e-9);
  }

  /** Integers wrap, real numbers are rounded to the precision of their type. */
  @Test
  void castsOfConstants() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 4)
            .longs("i", 300, -200, 70000, 5)
            .floats("r", new long[] {4}, 1.2345678, -3.14159, 1e-3, 65000)
            .add("Cast", "i", "a", integerAttribute("to", 2))
            .add("Cast", "a", "narrow", integerAttribute("to", INT64))
            .add("Cast", "r", "h", integerAttribute("to", 10))
            .add("Cast", "h", "half", integerAttribute("to", FLOAT))
            .add("Cast", "r", "g", integerAttribute("to", 16))
            .add("Cast", "g", "brain", integerAttribute("to", FLOAT))
            .output("narrow", INT64)
            .output("half")
            .output("brain");
    Comparison.agree(file, new Draw(1));
  }

  @Test
  void isNanAndIsInf() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 3)
            .floats("c", new long[] {3}, 1, Double.NaN, Double.POSITIVE_INFINITY)
            .add("IsNaN", "c", "n")
            .add("IsInf", "c", "i")
            .add("IsNaN", "x", "m")
            .output("n", BOOL)
            .output("i", BOOL)
            .output("m", BOOL);
    Comparison.agree(file, new Draw(1));
  }

  /** A mask of minus infinity before a softmax, added or chosen. */
  @Test
  void masks() throws ModelException, OrtException {
    double low = Double.NEGATIVE_INFINITY;
    Message flags = OnnxFile.header("c", BOOL, 2, 2).varint(5, 1).varint(5, 0).varint(5, 1);
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 3, 2, 2)
            .floats("m", new long[] {2, 2}, 0, low, 0, 0)
            .floats("l", new long[0], low)
            .floats("h", new long[0], -Float.MAX_VALUE)
            .initializer(flags.varint(5, 1))
            .add("Add", "x,m", "p")
            .add("Softmax", "p", "y")
            .add("Where", "c,x,l", "q")
            .add("Softmax", "q", "z")
            .add("Where", "c,x,h", "r")
            .add("Softmax", "r", "w")
            .output("y")
            .output("z")
            .output("w");
    Comparison.agree(file, new Draw(9));
  }

  @Test
  void overflowOfIntegersIsRefused() {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 1)
            .longs("a", 1L << 40)
            .add("Mul", "a,a", "b")
            .add("Cast", "b", "c", integerAttribute("to", FLOAT))
            .add("Add", "x,c", "y")
            .output("y");
    Comparison.refuses(file, "Mul node", "overflows INT64");
    Comparison.refuses(
        new OnnxFile(13)
            .input("x", 1)
            .longs("a", (1L << 60) + 1)
            .add("Cast", "a", "c", integerAttribute("to", FLOAT))
            .add("Add", "x,c", "y")
            .output("y"),
        "beyond 2^53");
  }
}
