package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.probity.argument.Instance;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.NativeEvaluator;

/**
 * Networks of random small integers, for measurements: each layer is a contraction with a weight
 * matrix, its accumulator is divided by {@code 2^SHIFT} (two lookups of the remainder) and goes
 * through a table.
 */
final class SyntheticNet {
  private static final int SHIFT = 6;
  private static final int PRE = 1 << 15;

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Random random = new Random(1);
  private final ColumnValues columns = new ColumnValues();
  private final NativeEvaluator evaluator = new NativeEvaluator(columns);
  private final Table range = builder.table("range", 1 << SHIFT, 0, 1, List.of());
  private final Table.Public relu =
      builder.table(
          "relu",
          PRE,
          -PRE / 2,
          1,
          List.of(
              IntStream.range(0, PRE).mapToLong(i -> Math.clamp(i - PRE / 2, 0, 15)).toArray()));
  private int layers;
  private long weights;

  /** Everything that a proof needs. */
  record Built(
      String name,
      Program program,
      Instance instance,
      ColumnValues columns,
      Map<Group, Opening> openings,
      long weights) {}

  /** ResNet-18 on 3 x 32 x 32, 10 classes. */
  static Built resNet() {
    SyntheticNet net = new SyntheticNet();
    Column x = net.input(3, 32, 32);
    x = net.convolution(x, 64, 3, 1, null);
    int[] channels = {64, 128, 256, 512};
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < 2; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        Column shortcut = stride == 2 ? net.convolution(x, channels[stage], 1, 2, null) : x;
        Column y = net.convolution(x, channels[stage], 3, stride, null);
        x = net.convolution(y, channels[stage], 3, 1, shortcut);
      }
    }
    net.dense(net.pool(x, 4), 10);
    return net.build("ResNet-18");
  }

  /** LeNet-5 on 1 x 28 x 28. */
  static Built leNet() {
    SyntheticNet net = new SyntheticNet();
    Column x = net.input(1, 28, 28);
    x = net.pool(net.convolution(x, 6, 5, 1, null), 2);
    x = net.pool(net.convolution(x, 16, 5, 1, null), 2);
    net.dense(net.dense(net.dense(x, 120), 84), 10);
    return net.build("LeNet-5");
  }

  private Column input(Integer... shape) {
    Column x = builder.column("input", Column.Kind.PORT, Shape.of(shape));
    columns.put(x, random.ints(x.shape().cells(), 0, 16).toArray());
    return x;
  }

  private Column convolution(Column x, int out, int kernel, int stride, Column shortcut) {
    int in = x.shape().size(0);
    int size = (x.shape().size(1) + stride - 1) / stride;
    Column weight = weight(Shape.of(kernel, kernel, in, out));
    Shape shape = Shape.of(out, size, size);
    // Axes: out, y, x; summed ky, kx, in.
    Contraction contraction =
        new Contraction(
            1,
            List.of(kernel, kernel, in),
            new Operand(
                List.of(1, 2, 3, 4, 5),
                List.of(
                    new Term.OfColumn(
                        1,
                        x,
                        List.of(
                            AxisMap.along(4),
                            window(0, 2, stride, kernel),
                            window(1, 3, stride, kernel))))),
            new Operand(
                List.of(0, 3, 4, 5),
                List.of(
                    new Term.OfColumn(
                        1,
                        weight,
                        List.of(
                            AxisMap.along(1),
                            AxisMap.along(2),
                            AxisMap.along(3),
                            AxisMap.along(0))))));
    return layer(shape, contraction, shortcut);
  }

  private static AxisMap window(int out, int tap, int stride, int kernel) {
    return new AxisMap.Strided(List.of(out, tap), List.of(stride, 1), -(kernel / 2), 1);
  }

  /** Sums over windows that do not overlap: a contraction with ones. */
  private Column pool(Column x, int size) {
    Shape shape = Shape.of(x.shape().size(0), x.shape().size(1) / size, x.shape().size(2) / size);
    Contraction contraction =
        new Contraction(
            1,
            List.of(size, size),
            new Operand(
                List.of(0, 1, 2, 3, 4),
                List.of(
                    new Term.OfColumn(
                        1,
                        x,
                        List.of(
                            AxisMap.along(0),
                            new AxisMap.Strided(List.of(1, 3), List.of(size, 1), 0, 1),
                            new AxisMap.Strided(List.of(2, 4), List.of(size, 1), 0, 1))))),
            new Operand(List.of(3, 4), List.of(Term.constant(1, 2))));
    return layer(shape, contraction, null);
  }

  private Column dense(Column x, int out) {
    int in = x.shape().cells();
    Column weight = weight(Shape.of(in, out));
    int[] cells = IntStream.range(0, in).toArray();
    Contraction contraction =
        new Contraction(
            1,
            List.of(in),
            new Operand(
                List.of(1),
                List.of(
                    new Term.OfColumn(
                        1, x, List.of(new AxisMap.Table(x.shape().axes(), List.of(0), cells))))),
            new Operand(
                List.of(0, 1),
                List.of(
                    new Term.OfColumn(1, weight, List.of(AxisMap.along(1), AxisMap.along(0))))));
    return layer(Shape.of(out), contraction, null);
  }

  private Column weight(Shape shape) {
    Column weight = builder.column("weight " + layers, Column.Kind.WEIGHT_MATRIX, shape);
    columns.put(weight, random.ints(shape.cells(), -128, 128).toArray());
    weights += shape.cells();
    return weight;
  }

  private Column layer(Shape shape, Contraction contraction, Column shortcut) {
    Column pre = builder.column("pre " + layers, Column.Kind.WITNESS, shape);
    Column q = builder.column("q " + layers, Column.Kind.WITNESS, shape);
    List<Term> terms = new ArrayList<>();
    terms.add(Term.constant(1L << (SHIFT - 1), shape.axes()));
    if (shortcut != null) {
      terms.add(Term.of(1 << SHIFT, shortcut));
    }
    long[] sums = evaluator.evaluate(new Expression(shape, List.of(), Optional.of(contraction)));
    columns.putContraction(contraction, sums);
    long[] acc = evaluator.evaluate(new Expression(shape, terms, Optional.of(contraction)));
    columns.put(pre, IntStream.range(0, acc.length).map(i -> (int) (acc[i] >> SHIFT)).toArray());
    columns.put(
        q,
        IntStream.range(0, acc.length)
            .map(i -> (int) relu.get((int) (acc[i] >> SHIFT) + PRE / 2, 1))
            .toArray());
    terms.add(Term.of(-(1L << SHIFT), pre));
    Expression remainder = new Expression(shape, terms, Optional.of(contraction));
    builder.lookup("remainder " + layers, range, remainder);
    builder.lookup("remainder again " + layers, range, remainder);
    builder.lookup(
        "relu " + layers,
        relu,
        Expression.linear(shape, Term.of(1, pre)),
        Expression.linear(shape, Term.of(1, q)));
    layers++;
    return q;
  }

  private Built build(String name) {
    Program program = builder.build(builder.suggestedRowBits());
    Map<Group, Opening> openings = new HashMap<>();
    Map<Group, RowCommitment> commitments = new HashMap<>();
    for (Group group : program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        Opening opening =
            Opening.of(Suite.GRUMPKIN.curve(), program, group, columns, Coins.freshSeed());
        openings.put(group, opening);
        commitments.put(group, opening.commit());
      }
    }
    Instance instance = new Instance(Suite.GRUMPKIN, program, new byte[0], commitments, Map.of());
    return new Built(name, program, instance, columns, openings, weights);
  }
}
