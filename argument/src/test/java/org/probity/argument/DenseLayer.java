package org.probity.argument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;

/**
 * A dense layer {@code q = relu(floor((x W + b) / 2^s))} with an odd number of inputs and outputs,
 * so that every axis has pad cells; the input is a committed port, the output public, and an
 * equality fixes the sum of the input's entries to a public value. Of several items, each is
 * committed by itself, and rows of the witness are longer than those of the weights.
 */
public final class DenseLayer {
  public static final int SHIFT = 4;
  public static final int PRE = 256;

  public final int items;
  public final int inputs;
  public final int outputs;
  public final Column x;
  public final Column weight;
  public final Column bias;
  public final Column remainder;
  public final Column q;
  public final Column total;
  public final Program program;
  public final ColumnValues columns = new ColumnValues();
  public final Map<Column, int[]> publicValues = new HashMap<>();
  public final Map<Group, Opening> openings = new HashMap<>();
  public final Map<Group, RowCommitment> commitments = new HashMap<>();
  public final Map<Column, int[]> cells = new HashMap<>();

  public DenseLayer(int inputs, int outputs, long seed) {
    this(inputs, outputs, seed, Column.Kind.PORT);
  }

  public DenseLayer(int inputs, int outputs, long seed, Column.Kind inputKind) {
    this(1, inputs, outputs, seed, inputKind);
  }

  /** A batch whose input is a committed port. */
  public static DenseLayer batch(int items, int inputs, int outputs, long seed) {
    return new DenseLayer(items, inputs, outputs, seed, Column.Kind.PORT);
  }

  private DenseLayer(int items, int inputs, int outputs, long seed, Column.Kind inputKind) {
    this.items = items;
    this.inputs = inputs;
    this.outputs = outputs;
    ProgramBuilder builder = new ProgramBuilder();
    x = builder.column("x", inputKind, Shape.of(items, inputs));
    weight = builder.column("weight", Column.Kind.WEIGHT_MATRIX, Shape.of(inputs, outputs));
    bias = builder.column("bias", Column.Kind.WEIGHT_VECTOR, Shape.of(outputs));
    remainder = builder.column("remainder", Column.Kind.WITNESS, Shape.of(items, outputs));
    q = builder.column("q", Column.Kind.PUBLIC, Shape.of(items, outputs));
    total = builder.column("total", Column.Kind.PUBLIC, Shape.of(items));
    Table range = builder.table("range", 1 << SHIFT, 0, 1, List.of());
    Table bytes = builder.table("bytes", 200, -100, 1, List.of());
    long[] relu = new long[PRE];
    for (int i = 0; i < PRE; i++) {
      relu[i] = Math.max(0, i - PRE / 2);
    }
    Table activation = builder.table("relu", PRE, -(PRE / 2) << SHIFT, 1 << SHIFT, List.of(relu));
    Shape out = Shape.of(items, outputs);
    builder.lookup("remainder", range, Expression.linear(out, Term.of(1, remainder)));
    if (inputKind != Column.Kind.PUBLIC) {
      builder.lookup("input", bytes, Expression.linear(x.shape(), Term.of(1, x)));
    }
    builder.lookup("activation", activation, pre(out), Expression.linear(out, Term.of(1, q)));
    builder.equality(
        "total",
        Expression.linear(
            total.shape(),
            new Term.OfColumn(1, x, List.of(AxisMap.along(0), AxisMap.sum(inputs))),
            Term.of(-1, total)));
    program = items == 1 ? builder.build(5) : builder.build(6, 5, items);
    fill(new Random(seed));
  }

  private Expression pre(Shape out) {
    Contraction product =
        new Contraction(
            1,
            List.of(inputs),
            new Operand(List.of(0, 2), List.of(Term.of(1, x))),
            new Operand(
                List.of(1, 2),
                List.of(
                    new Term.OfColumn(1, weight, List.of(AxisMap.along(1), AxisMap.along(0))))));
    return new Expression(
        out,
        List.of(new Term.OfColumn(1, bias, List.of(AxisMap.along(1))), Term.of(-1, remainder)),
        Optional.of(product));
  }

  private void fill(Random random) {
    int[] xs = random.ints((long) items * inputs, -20, 20).toArray();
    int[] ws = random.ints((long) inputs * outputs, -8, 8).toArray();
    int[] bs = random.ints(outputs, -100, 100).toArray();
    int[] rs = new int[items * outputs];
    int[] qs = new int[items * outputs];
    int[] sums = new int[items];
    for (int n = 0; n < rs.length; n++) {
      int acc = bs[n % outputs];
      for (int k = 0; k < inputs; k++) {
        acc += xs[n / outputs * inputs + k] * ws[k * outputs + n % outputs];
      }
      rs[n] = acc & ((1 << SHIFT) - 1);
      qs[n] = Math.max(0, acc >> SHIFT);
    }
    for (int i = 0; i < xs.length; i++) {
      sums[i / inputs] += xs[i];
    }
    put(x, xs);
    put(weight, ws);
    put(bias, bs);
    put(remainder, rs);
    put(q, qs);
    put(total, sums);
    commit();
  }

  public void put(Column column, int[] values) {
    cells.put(column, values);
    columns.put(column, values);
    if (column.kind() == Column.Kind.PUBLIC) {
      publicValues.put(column, values);
    }
  }

  public void commit() {
    for (Group group : program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < group.items(); i++) {
          seeds.add(new byte[] {(byte) i});
        }
        seeds.replaceAll(seed -> Arrays.copyOf(seed, 32));
        GroupLayout layout = GroupLayout.of(program, group);
        Opening opening = Opening.of(Suite.GRUMPKIN.curve(), layout, columns, seeds);
        openings.put(group, opening);
        commitments.put(group, opening.commit());
      }
    }
  }

  public Instance instance() {
    return new Instance(Suite.GRUMPKIN, program, new byte[] {1, 2, 3}, commitments, publicValues);
  }
}
