package org.probity.argument.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.probity.testing.Seeds;

class GroupLayoutTest {
  private static Group randomGroup(Random random) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      List<Integer> sizes = new ArrayList<>();
      for (int d = random.nextInt(4); d > 0; d--) {
        sizes.add(1 + random.nextInt(9));
      }
      columns.add(new Column(i, "c" + i, Column.Kind.WITNESS, new Shape(sizes)));
    }
    columns.sort(Comparator.comparingInt((Column c) -> -c.shape().bits()));
    return new Group(0, "witness", Column.Kind.WITNESS, columns);
  }

  @Seeds(300)
  void cellsOfAllColumnsHaveTheirOwnPlaceInLiveRows(long seed) {
    Random random = new Random(seed);
    Group group = randomGroup(random);
    GroupLayout layout = new GroupLayout(group, random.nextInt(8));
    int[] vector = new int[1 << layout.bits()];
    int placed = 0;
    for (Column column : group.columns()) {
      Shape shape = column.shape();
      int[] values = new int[shape.cells()];
      for (int i = 0; i < values.length; i++) {
        values[i] = ++placed;
      }
      layout.place(column, values, vector);
      // Blocks are aligned, and inside them the padded index is read off bit by bit.
      int offset = layout.offset(column);
      assertThat(offset % (1 << shape.bits())).isZero();
      int next = 0;
      for (int i = 0; i < 1 << shape.bits(); i++) {
        boolean real = isReal(shape, i);
        assertThat(Padding.isReal(shape, i)).isEqualTo(real);
        assertThat(vector[offset + i]).isEqualTo(real ? values[next++] : 0);
      }
      assertThat(next).isEqualTo(values.length);
    }
    TreeSet<Integer> live = new TreeSet<>();
    for (int i = 0; i < vector.length; i++) {
      if (vector[i] != 0) {
        live.add(i >> layout.rowBits());
        placed--;
      }
    }
    assertThat(placed).isZero();
    assertThat(layout.liveRows())
        .containsExactly(live.stream().mapToInt(Integer::intValue).toArray());
    assertThat(layout.rows() << layout.rowBits()).isEqualTo(vector.length);
  }

  private static boolean isReal(Shape shape, int index) {
    int rest = index;
    boolean real = true;
    for (int d = shape.axes() - 1; d >= 0; d--) {
      int size = 1;
      while (size < shape.size(d)) {
        size *= 2;
      }
      real &= rest % size < shape.size(d);
      rest /= size;
    }
    return real;
  }

  @Test
  void commitmentsOfPortsDoNotDependOnTheProgram() {
    Column port = new Column(0, "x", Column.Kind.PORT, Shape.of(10, 100));
    Group group = new Group(0, "x", Column.Kind.PORT, List.of(port));
    assertThat(new GroupLayout(group, 5).liveRows())
        .isEqualTo(new GroupLayout(group, 14).liveRows());
    assertThat(new GroupLayout(group, 14).rowBits()).isEqualTo(Program.PORT_ROW_BITS);
  }

  /** Whole rows, and those that each item would have alone. */
  @Test
  void itemsOfAPort() {
    for (List<Integer> sizes :
        List.of(List.of(1), List.of(3), List.of(32), List.of(5, 7), List.of(40), List.of(3, 100))) {
      Column alone = new Column(0, "x", Column.Kind.PORT, new Shape(sizes));
      GroupLayout item = new GroupLayout(new Group(0, "x", Column.Kind.PORT, List.of(alone)), 5);
      for (int items : new int[] {2, 3, 8}) {
        List<Integer> all = new ArrayList<>(sizes);
        all.addFirst(items);
        Column port = new Column(0, "x", Column.Kind.PORT, new Shape(all));
        GroupLayout layout =
            new GroupLayout(new Group(0, "x", Column.Kind.PORT, List.of(port), items), 9);
        assertThat(layout.rowBits()).isEqualTo(item.rowBits());
        assertThat(layout.item().describe()).isEqualTo(item.describe());
        int rows = 1 << (item.bits() - item.rowBits());
        int[] expected =
            IntStream.range(0, items)
                .flatMap(i -> Arrays.stream(item.liveRows()).map(row -> i * rows + row))
                .toArray();
        assertThat(layout.liveRows()).isEqualTo(expected);
      }
    }
  }

  @Test
  void onlyPortsHaveItems() {
    Column x = new Column(0, "x", Column.Kind.WITNESS, Shape.of(2, 3));
    assertThatThrownBy(() -> new Group(0, "x", Column.Kind.WITNESS, List.of(x), 2))
        .isInstanceOf(IllegalArgumentException.class);
    Column port = new Column(0, "x", Column.Kind.PORT, Shape.of(2, 3));
    assertThatThrownBy(() -> new Group(0, "x", Column.Kind.PORT, List.of(port), 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void valuesOfTheWrongNumber() {
    Group group = randomGroup(new Random(1));
    GroupLayout layout = new GroupLayout(group, 5);
    Column column = group.columns().get(0);
    assertThatThrownBy(
            () ->
                layout.place(
                    column, new int[column.shape().cells() + 1], new int[1 << layout.bits()]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
