package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.Suite;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.Functional;
import org.probity.argument.hidden.ClearChannel;
import org.probity.argument.hidden.Tamper;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Shape;
import org.probity.argument.transcript.Transcript;
import org.probity.testing.Seeds;

/** A sum of outer products gives the messages that the weights give when they are written out. */
class SeparableRoundsTest {
  private static final PrimeField FIELD = Suite.GRUMPKIN.field();

  private static FieldElement element(Random random) {
    byte[] wide = new byte[64];
    random.nextBytes(wide);
    return FIELD.reduce(wide);
  }

  private static FieldElement[] point(Random random, int bits) {
    FieldElement[] point = new FieldElement[bits];
    for (int i = 0; i < bits; i++) {
      point[i] = element(random);
    }
    return point;
  }

  private static AxisWeight weight(Random random, int bits, int size) {
    return switch (random.nextInt(3)) {
      case 0 -> new AxisWeight.Eq(FIELD, point(random, bits), size);
      case 1 -> new AxisWeight.EqProduct(FIELD, point(random, bits), point(random, bits), size);
      default -> {
        FieldVector weights = FieldVector.zeros(FIELD, 1 << bits);
        for (int i = 0; i < size; i++) {
          weights.set(i, element(random));
        }
        yield new AxisWeight.Dense(FIELD, weights, size);
      }
    };
  }

  /** A column of some axes, and weights on them or on two of them together. */
  private static Functional functional(Random random, Column column) {
    List<AxisWeight> axes = new ArrayList<>();
    Shape shape = column.shape();
    for (int d = 0; d < shape.axes(); d++) {
      if (d + 1 < shape.axes() && random.nextInt(4) == 0) {
        int bits = shape.bits(d) + shape.bits(d + 1);
        axes.add(weight(random, bits, 1 << bits));
        d++;
      } else {
        axes.add(weight(random, shape.bits(d), shape.size(d)));
      }
    }
    return new Functional(element(random), column, axes);
  }

  private static Column column(Random random, int id) {
    Integer[] sizes = new Integer[random.nextInt(4)];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = 1 + random.nextInt(random.nextInt(3) == 0 ? 40 : 6);
    }
    return new Column(id, "c" + id, Column.Kind.WITNESS, Shape.of(sizes));
  }

  private static List<FieldElement> messages(BatchedProver prover, int bits) {
    ClearChannel channel = ClearChannel.sending(FIELD, new Transcript("test"), Tamper.NONE);
    BatchedSumcheck.run(channel, "test", bits + 1, channel.constant(FIELD.zero()), prover);
    List<FieldElement> messages = new ArrayList<>(channel.messages());
    messages.add(prover.a(0));
    messages.add(prover.b(0));
    return messages;
  }

  @Seeds(60)
  void randomFunctionals(long seed) {
    Random random = new Random(seed);
    List<Column> columns = new ArrayList<>();
    int count = 1 + random.nextInt(7);
    for (int i = 0; i < count; i++) {
      columns.add(column(random, i));
    }
    columns.sort((a, b) -> b.shape().bits() - a.shape().bits());
    GroupLayout layout = new GroupLayout(new Group(0, "g", Column.Kind.WITNESS, columns), 5);
    int[] cells = new int[1 << layout.bits()];
    for (Column column : columns) {
      int[] values =
          random
              .ints(column.shape().cells(), -70_000, 70_000)
              .map(x -> x % 3 == 0 ? 0 : x)
              .toArray();
      layout.place(column, values, cells);
    }
    List<Functional> functionals = new ArrayList<>();
    for (int i = 0; i < 2 * count; i++) {
      functionals.add(functional(random, columns.get(random.nextInt(count))));
    }
    SeparableWeights separable = new SeparableWeights(FIELD, layout, functionals);
    if (!separable.isShort()) {
      return;
    }
    BatchedProver expected = prover(layout);
    expected.add(cells, GroupPhase.weights(FIELD, layout, functionals), layout.bits(), FIELD.of(3));
    BatchedProver prover = prover(layout);
    prover.add(
        new SeparableRounds(FIELD, cells, layout.used(), separable), layout.bits(), FIELD.of(3));
    assertThat(prover.claim(0)).isEqualTo(expected.claim(0));
    assertThat(messages(prover, layout.bits())).isEqualTo(messages(expected, layout.bits()));
  }

  private static BatchedProver prover(GroupLayout layout) {
    return new BatchedProver(FIELD, layout.bits() + 1, BatchedSumcheck.Lead.CONSTANT);
  }

  /** Weights that are all different are written out. */
  @Test
  void manyProductsAreNotWorthIt() {
    Random random = new Random(1);
    Column column = new Column(0, "c", Column.Kind.WITNESS, Shape.of(1 << 12));
    GroupLayout layout =
        new GroupLayout(new Group(0, "g", Column.Kind.WITNESS, List.of(column)), 6);
    FieldVector weights = FieldVector.zeros(FIELD, 1 << 12);
    AxisWeight dense = new AxisWeight.Dense(FIELD, weights, 1 << 12);
    AxisWeight eq = new AxisWeight.Eq(FIELD, point(random, 12), 4000);
    assertThat(separable(layout, column, dense).isShort()).isFalse();
    assertThat(separable(layout, column, eq).isShort()).isTrue();
    assertThat(separable(layout, column, eq).count()).isEqualTo(2);
  }

  private static SeparableWeights separable(GroupLayout layout, Column column, AxisWeight weight) {
    return new SeparableWeights(
        FIELD, layout, List.of(new Functional(FIELD.one(), column, List.of(weight))));
  }
}
