package org.probity.argument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

/**
 * A random program with values that satisfy it: arbitrary expressions E of all kinds of views and
 * contractions, each pinned by a witness column w through {@code E - w} in a table or {@code E - w
 * = 0}.
 */
public final class RandomProgram {
  private static final Column.Kind[] KINDS = {
    Column.Kind.WITNESS, Column.Kind.WEIGHT_VECTOR, Column.Kind.PORT, Column.Kind.PUBLIC
  };

  private record Shared(Shape shape, Contraction contraction, boolean inEqualities) {}

  private final Random random;
  private final ProgramBuilder builder = new ProgramBuilder();
  private final List<Column> readable = new ArrayList<>();
  private final List<Column> matrices = new ArrayList<>();
  private final List<Table.Public> tables = new ArrayList<>();
  private final List<Table.Committed> committedTables = new ArrayList<>();
  private final List<Shared> contractions = new ArrayList<>();
  private int names;

  public final Map<Column, int[]> cells = new HashMap<>();
  public final List<Expression> expressions = new ArrayList<>();
  public final ColumnValues columns = new ColumnValues();
  public final Program program;

  public RandomProgram(long seed) {
    random = new Random(seed);
    int lookups = 1 + random.nextInt(4);
    for (int i = 0; i < lookups; i++) {
      switch (random.nextInt(6)) {
        case 0 -> directMatrix();
        case 1, 2 -> committedLookup();
        default -> lookup();
      }
    }
    if (random.nextInt(8) == 0) {
      // Read by no lookup.
      committedTable();
    }
    int equalities = random.nextInt(4);
    for (int i = 0; i < equalities; i++) {
      equality();
    }
    int weightRowBits = Program.MIN_ROW_BITS + random.nextInt(3);
    program = builder.build(weightRowBits + random.nextInt(3), weightRowBits, 1);
    cells.forEach(columns::put);
  }

  // Constraints.

  private void lookup() {
    Expression e = expression(shape(), false);
    Table.Public table = table();
    int[] rows = new int[e.shape().cells()];
    int[] rest = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextInt(table.size());
      rest[i] = Math.toIntExact(value(e, i) - rows[i]);
    }
    Column w = column(Column.Kind.WITNESS, e.shape(), rest);
    // start + step * (E - w) is the key.
    List<Expression> tuple = new ArrayList<>();
    Expression key = scaled(e, table.step());
    List<Term> terms = new ArrayList<>(key.terms());
    terms.add(Term.of(-table.step(), w));
    terms.add(Term.constant(table.start(), e.shape().axes()));
    tuple.add(register(new Expression(e.shape(), terms, key.contraction())));
    for (int c = 1; c < table.width(); c++) {
      int[] y = new int[rows.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = (int) table.get(rows[i], c);
      }
      Column column = column(KINDS[random.nextInt(KINDS.length)], e.shape(), y);
      tuple.add(register(Expression.linear(e.shape(), Term.of(1, column))));
    }
    builder.lookup("lookup " + names++, table, tuple.toArray(Expression[]::new));
  }

  private void committedLookup() {
    Table.Committed table =
        committedTables.isEmpty() || random.nextBoolean()
            ? committedTable()
            : committedTables.get(random.nextInt(committedTables.size()));
    Expression e = expression(shape(), false);
    int[] rows = random.ints(e.shape().cells(), 0, table.size()).toArray();
    int[] rest = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rest[i] = Math.toIntExact(value(e, i) - value(table.key(), rows[i]));
    }
    List<Expression> tuple = new ArrayList<>();
    List<Term> terms = new ArrayList<>(e.terms());
    terms.add(Term.of(-1, column(Column.Kind.WITNESS, e.shape(), rest)));
    tuple.add(register(new Expression(e.shape(), terms, e.contraction())));
    for (Expression component : table.row().subList(1, table.width())) {
      int[] y = Arrays.stream(rows).map(r -> Math.toIntExact(value(component, r))).toArray();
      Column column = column(KINDS[random.nextInt(KINDS.length)], e.shape(), y);
      tuple.add(register(Expression.linear(e.shape(), Term.of(1, column))));
    }
    builder.lookup("lookup " + names++, table, tuple.toArray(Expression[]::new));
  }

  /** Rows of any linear expressions, and of weight matrices beside them. */
  private Table.Committed committedTable() {
    Shape shape = shape();
    List<Expression> row = new ArrayList<>();
    row.add(register(key(shape)));
    for (int c = random.nextInt(4); c > 0; c--) {
      List<Term> terms = terms(shape.sizes());
      if (random.nextBoolean()) {
        terms.add(matrixView(shape.sizes()));
      }
      row.add(register(new Expression(shape, terms, Optional.empty())));
    }
    Table.Committed table =
        builder.committedTable("committed " + names++, row.toArray(Expression[]::new));
    committedTables.add(table);
    return table;
  }

  /** A mixed-radix index, its axes in any order and direction, with gaps, in pieces. */
  private Expression key(Shape shape) {
    List<Term> terms = new ArrayList<>();
    long reach = 0;
    for (int axis : axes(shape.axes())) {
      long stride = reach + 1 + random.nextInt(3);
      reach += stride * (shape.size(axis) - 1);
      long signed = random.nextBoolean() ? stride : -stride;
      terms.add(new Term.OfIndex(signed - 5, axis));
      terms.add(new Term.OfIndex(5, axis));
    }
    terms.add(Term.constant(random.nextInt(100) - 50, shape.axes()));
    Collections.shuffle(terms, random);
    return new Expression(shape, terms, Optional.empty());
  }

  private void directMatrix() {
    Term.OfColumn view = (Term.OfColumn) matrixView(sizes(1 + random.nextInt(3)));
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(view.axes().size(), 0));
    for (int d = 0; d < view.axes().size(); d++) {
      sizes.set(view.axes().get(d).axes().get(0), view.column().shape().size(d));
    }
    Table range = builder.table("signed " + names++, 7, -3, 1, List.of());
    Term plain = new Term.OfColumn(1, view.column(), view.axes());
    builder.lookup(
        "matrix " + names++, range, register(Expression.linear(new Shape(sizes), plain)));
  }

  private void equality() {
    Expression e = expression(random.nextInt(3) == 0 ? large() : shape(), true);
    int[] values = new int[e.shape().cells()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.toIntExact(value(e, i));
    }
    Column w = column(KINDS[random.nextInt(KINDS.length)], e.shape(), values);
    List<Term> terms = new ArrayList<>(e.terms());
    terms.add(Term.of(-1, w));
    builder.equality(
        "equality " + names++, register(new Expression(e.shape(), terms, e.contraction())));
  }

  private Expression register(Expression e) {
    expressions.add(e);
    return e;
  }

  private long value(Expression e, int cell) {
    return Reference.value(e, Reference.index(e.shape().sizes(), cell), cells);
  }

  private static Expression scaled(Expression e, long factor) {
    List<Term> terms = new ArrayList<>();
    for (Term term : e.terms()) {
      terms.add(
          switch (term) {
            case Term.OfColumn v ->
                new Term.OfColumn(v.coefficient() * factor, v.column(), v.axes());
            case Term.Constant c -> new Term.Constant(c.coefficient() * factor, c.weights());
            case Term.OfIndex i -> new Term.OfIndex(i.coefficient() * factor, i.axis());
          });
    }
    Optional<Contraction> contraction =
        factor == 1
            ? e.contraction()
            : e.contraction()
                .map(
                    c ->
                        new Contraction(
                            c.coefficient() * factor, c.summedSizes(), c.left(), c.right()));
    return new Expression(e.shape(), terms, contraction);
  }

  private Table.Public table() {
    if (!tables.isEmpty() && random.nextBoolean()) {
      return tables.get(random.nextInt(tables.size()));
    }
    int size = 1 + random.nextInt(12);
    List<long[]> values = new ArrayList<>();
    for (int c = random.nextInt(3); c > 0; c--) {
      values.add(random.longs(size, -1000, 1000).toArray());
    }
    long[] steps = {1, 1, -1, 3, 1L << 20};
    Table.Public table =
        builder.table(
            "table " + names++,
            size,
            random.nextInt(100) - 50,
            steps[random.nextInt(steps.length)],
            values);
    tables.add(table);
    return table;
  }

  // Expressions.

  private List<Integer> sizes(int axes) {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      sizes.add(1 + random.nextInt(5));
    }
    return sizes;
  }

  private Shape shape() {
    return new Shape(sizes(1 + random.nextInt(3)));
  }

  /** Larger than the whole lookup tree of most of these programs. */
  private Shape large() {
    return Shape.of(9 + random.nextInt(8), 5 + random.nextInt(4));
  }

  private Expression expression(Shape shape, boolean equality) {
    List<Term> terms = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      terms.add(random.nextInt(5) == 0 ? constant(shape.sizes()) : view(shape.sizes()));
    }
    if (random.nextInt(4) == 0) {
      return new Expression(shape, terms, Optional.empty());
    }
    for (Shared shared : contractions) {
      if (shared.shape().equals(shape)
          && (shared.inEqualities() || !equality)
          && random.nextBoolean()) {
        return new Expression(shape, terms, Optional.of(shared.contraction()));
      }
    }
    return new Expression(shape, terms, Optional.of(contraction(shape, equality)));
  }

  private Contraction contraction(Shape shape, boolean equality) {
    List<Integer> summed = sizes(random.nextInt(3));
    List<Integer> all = new ArrayList<>(shape.sizes());
    all.addAll(summed);
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    for (int axis = 0; axis < all.size(); axis++) {
      int reads = axis < shape.axes() ? random.nextInt(7) : 6;
      if (reads == 1 || reads == 2 || reads >= 5) {
        left.add(axis);
      }
      if (reads == 3 || reads == 4 || reads >= 5) {
        right.add(axis);
      }
    }
    List<Integer> rightSizes = right.stream().map(all::get).toList();
    boolean matrix =
        !right.isEmpty()
            && random.nextBoolean()
            && (!equality || rightSizes.stream().allMatch(s -> Integer.bitCount(s) == 1));
    Contraction contraction =
        new Contraction(
            random.nextInt(3) + 1L,
            summed,
            new Operand(left, terms(left.stream().map(all::get).toList())),
            new Operand(right, matrix ? List.of(matrixView(rightSizes)) : terms(rightSizes)));
    boolean powers = all.stream().allMatch(s -> Integer.bitCount(s) == 1);
    contractions.add(new Shared(shape, contraction, !matrix || powers));
    return contraction;
  }

  private List<Term> terms(List<Integer> sizes) {
    List<Term> terms = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      terms.add(random.nextInt(5) == 0 ? constant(sizes) : view(sizes));
    }
    return terms;
  }

  private Term constant(List<Integer> sizes) {
    if (!sizes.isEmpty() && random.nextInt(3) == 0) {
      return new Term.OfIndex(random.nextInt(5) - 2, random.nextInt(sizes.size()));
    }
    List<long[]> weights = new ArrayList<>();
    for (int size : sizes) {
      weights.add(random.nextBoolean() ? new long[0] : weights(size));
    }
    return new Term.Constant(random.nextInt(5) - 2, weights);
  }

  private long[] weights(int size) {
    return random.longs(size, -2, 3).toArray();
  }

  /** A view of an old column or of a new one. */
  private Term view(List<Integer> sizes) {
    long coefficient = random.nextInt(5) - 2L;
    if (!readable.isEmpty() && random.nextInt(3) == 0) {
      Column column = readable.get(random.nextInt(readable.size()));
      if (column.shape().cells() < 200) {
        return new Term.OfColumn(coefficient, column, maps(column.shape().sizes(), sizes));
      }
    }
    List<Integer> columnSizes = new ArrayList<>();
    for (int rank = 1 + random.nextInt(3); rank > 0; rank--) {
      int likely = sizes.isEmpty() ? 3 : sizes.get(random.nextInt(sizes.size()));
      columnSizes.add(random.nextBoolean() ? likely : 1 + random.nextInt(7));
    }
    Shape shape = new Shape(columnSizes);
    Column column = column(KINDS[random.nextInt(KINDS.length)], shape, small(shape.cells()));
    return new Term.OfColumn(coefficient, column, maps(columnSizes, sizes));
  }

  private List<AxisMap> maps(List<Integer> columnSizes, List<Integer> sizes) {
    List<Integer> free = axes(sizes.size());
    List<AxisMap> maps = new ArrayList<>();
    for (int d = 0; d < columnSizes.size(); ) {
      int columnAxes = Math.min(random.nextInt(3) == 0 ? 2 : 1, columnSizes.size() - d);
      List<Integer> group = columnSizes.subList(d, d + columnAxes);
      AxisMap map = columnAxes == 1 ? map(group.get(0), free, sizes) : table(group, free, sizes);
      maps.add(map);
      d += map.columnAxes();
    }
    return maps;
  }

  private AxisMap map(int size, List<Integer> free, List<Integer> sizes) {
    return switch (random.nextInt(9)) {
      case 0 -> new AxisMap.Weighted(weights(size));
      case 1 -> AxisMap.sum(size);
      case 2 -> AxisMap.at(random.nextInt(size + 2) - 1);
      case 3 -> table(List.of(size), free, sizes);
      case 4, 5 -> strided(size, free, sizes);
      default ->
          free.isEmpty() ? AxisMap.at(random.nextInt(size)) : AxisMap.along(free.removeLast());
    };
  }

  /** A window, a split axis, a reflection, a transposed window; often partly outside. */
  private AxisMap strided(int size, List<Integer> free, List<Integer> sizes) {
    List<Integer> axes = take(free);
    List<Integer> strides = new ArrayList<>();
    int reach = 0;
    for (int axis : axes) {
      int[] choices = {1, 1, 2, 3, -1, -2, size, reach + 1};
      int stride = choices[random.nextInt(choices.length)];
      strides.add(stride);
      reach += Math.abs(stride) * (sizes.get(axis) - 1);
    }
    int divisor = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
    return new AxisMap.Strided(axes, strides, random.nextInt(size + 3) - 2, divisor);
  }

  /** Merged axes, repeated cells, cells outside; sometimes every cell once, in some order. */
  private AxisMap table(List<Integer> columnSizes, List<Integer> free, List<Integer> sizes) {
    List<Integer> axes = take(free);
    int end = new Shape(columnSizes).cells();
    int[] cells = new int[axes.stream().map(sizes::get).reduce(1, Math::multiplyExact)];
    boolean inOrder = random.nextInt(3) == 0;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = inOrder && i < end ? i : random.nextInt(end + 1) - 1;
    }
    return new AxisMap.Table(columnSizes.size(), axes, cells);
  }

  /** Removes up to three axes. */
  private List<Integer> take(List<Integer> free) {
    List<Integer> axes = new ArrayList<>();
    for (int count = Math.min(free.size(), random.nextInt(4)); count > 0; count--) {
      axes.add(free.removeLast());
    }
    return axes;
  }

  private Term matrixView(List<Integer> sizes) {
    List<Integer> order = axes(sizes.size());
    List<AxisMap> maps = new ArrayList<>();
    List<Integer> columnSizes = new ArrayList<>();
    for (int axis : order) {
      maps.add(AxisMap.along(axis));
      columnSizes.add(sizes.get(axis));
    }
    Shape shape = new Shape(columnSizes);
    Column matrix =
        matrices.stream()
            .filter(m -> m.shape().equals(shape))
            .findFirst()
            .orElseGet(() -> column(Column.Kind.WEIGHT_MATRIX, shape, small(shape.cells())));
    long coefficient = random.nextBoolean() ? 1 : -2;
    return new Term.OfColumn(coefficient, matrix, maps);
  }

  private List<Integer> axes(int count) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      axes.add(i);
    }
    Collections.shuffle(axes, random);
    return axes;
  }

  private int[] small(int count) {
    return random.ints(count, -3, 4).toArray();
  }

  private Column column(Column.Kind kind, Shape shape, int[] values) {
    Column column = builder.column("column " + names++, kind, shape);
    cells.put(column, values);
    if (kind == Column.Kind.WEIGHT_MATRIX) {
      matrices.add(column);
    } else if (Arrays.stream(values).allMatch(v -> Math.abs(v) <= 3)) {
      readable.add(column);
    }
    return column;
  }

  // Proving.

  public Map<Column, int[]> publicValues() {
    Map<Column, int[]> values = new HashMap<>();
    cells.forEach(
        (column, v) -> {
          if (column.kind() == Column.Kind.PUBLIC) {
            values.put(column, v);
          }
        });
    return values;
  }

  public Map<Group, Opening> openings() {
    Map<Group, Opening> openings = new HashMap<>();
    for (Group group : program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        openings.put(
            group, Opening.of(Suite.GRUMPKIN.curve(), program, group, columns, Coins.freshSeed()));
      }
    }
    return openings;
  }

  public Instance instance(Map<Group, Opening> openings) {
    Map<Group, RowCommitment> commitments = new HashMap<>();
    openings.forEach((group, opening) -> commitments.put(group, opening.commit()));
    return new Instance(Suite.GRUMPKIN, program, new byte[0], commitments, publicValues());
  }
}
