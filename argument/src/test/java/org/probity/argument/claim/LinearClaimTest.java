package org.probity.argument.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.RandomProgram;
import org.probity.argument.Reference;
import org.probity.argument.program.Addresses;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Padding;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.testing.Seeds;

/** A claim is the weighted sum of the expressions' cells, whatever it is split into. */
class LinearClaimTest {
  private static final PrimeField FIELD = PrimeField.BN254_Q;

  @Seeds(150)
  void sumOfItsParts(long seed) {
    RandomProgram program = new RandomProgram(seed);
    Random random = new Random(seed);
    LinearClaim claim = new LinearClaim(FIELD, new PublicColumns(FIELD, program.publicValues()));
    Map<Shape, List<AxisWeight>> axesOfShape = new HashMap<>();
    FieldElement expected = FIELD.zero();
    for (Expression e : program.expressions) {
      List<AxisWeight> axes = axesOfShape.computeIfAbsent(e.shape(), shape -> axes(shape, random));
      FieldElement coefficient = FIELD.of(random.nextLong());
      claim.addExpression(coefficient, e, axes);
      expected = expected.add(coefficient.multiply(weighted(program, e, axes)));
    }
    assertThat(total(program, claim)).isEqualTo(expected);
  }

  /** Its own extension, cut to the real cells, without an array of its values. */
  @Seeds(100)
  void indices(long seed) {
    Random random = new Random(seed);
    List<Integer> sizes = new ArrayList<>();
    for (int axes = 1 + random.nextInt(3); axes > 0; axes--) {
      int size = 1 + random.nextInt(20);
      sizes.add(random.nextBoolean() ? size : Integer.highestOneBit(size));
    }
    Shape shape = new Shape(sizes);
    int axis = random.nextInt(shape.axes());
    long coefficient = random.nextLong() >> random.nextInt(64);
    FieldElement[] point = AxisWeightTest.point(random, shape.bits());
    List<AxisWeight> axes = new ArrayList<>();
    int position = 0;
    for (int d = 0; d < shape.axes(); d++) {
      FieldElement[] part = java.util.Arrays.copyOfRange(point, position, position + shape.bits(d));
      axes.add(new AxisWeight.Eq(FIELD, part, shape.size(d)));
      position += shape.bits(d);
    }
    FieldVector dense = FieldVector.zeros(FIELD, 1 << shape.bits());
    int[] positions = Addresses.padded(sizes);
    for (int i = 0; i < positions.length; i++) {
      int index = Reference.index(sizes, i)[axis];
      dense.set(positions[i], FIELD.of(coefficient).multiply(FIELD.of(index)));
    }
    LinearClaim claim = new LinearClaim(FIELD, new PublicColumns(FIELD, Map.of()));
    claim.addTerm(FIELD.of(3), new Term.OfIndex(coefficient, axis), axes);
    assertThat(claim.functionals()).isEmpty();
    assertThat(claim.constant())
        .isEqualTo(FIELD.of(3).multiply(Multilinear.evaluate(dense, point)));
  }

  private static List<AxisWeight> axes(Shape shape, Random random) {
    List<AxisWeight> axes = new ArrayList<>();
    for (int d = 0; d < shape.axes(); d++) {
      axes.add(
          new AxisWeight.Eq(FIELD, AxisWeightTest.point(random, shape.bits(d)), shape.size(d)));
    }
    return axes;
  }

  private static FieldElement weighted(RandomProgram program, Expression e, List<AxisWeight> axes) {
    FieldElement sum = FIELD.zero();
    for (int i = 0; i < e.shape().cells(); i++) {
      int[] index = Reference.index(e.shape().sizes(), i);
      FieldElement value = FIELD.of(Reference.value(e, index, program.cells));
      sum = sum.add(value.multiply(weight(axes, index)));
    }
    return sum;
  }

  private static FieldElement weight(List<AxisWeight> axes, int[] index) {
    FieldElement weight = FIELD.one();
    for (int d = 0; d < index.length; d++) {
      weight = weight.multiply(axes.get(d).dense().get(index[d]));
    }
    return weight;
  }

  /** The product of the weights that the bits of a padded index select. */
  private static FieldElement weight(List<AxisWeight> axes, int padded) {
    FieldElement weight = FIELD.one();
    int rest = padded;
    for (AxisWeight axis : axes.reversed()) {
      weight = weight.multiply(axis.dense().get(rest & ((1 << axis.bits()) - 1)));
      rest >>>= axis.bits();
    }
    assertThat(rest).isZero();
    return weight;
  }

  private static FieldElement total(RandomProgram program, LinearClaim claim) {
    FieldElement sum = claim.constant();
    for (Functional f : claim.functionals()) {
      Shape shape = f.column().shape();
      int[] cells = program.cells.get(f.column());
      int[] positions = Addresses.padded(shape.sizes());
      for (int i = 0; i < cells.length; i++) {
        FieldElement weight = weight(f.axes(), positions[i]);
        sum = sum.add(f.coefficient().multiply(weight).multiply(FIELD.of(cells[i])));
      }
    }
    for (MatrixTerm m : claim.matrices()) {
      int[] cells = program.cells.get(m.matrix());
      FieldVector padded = padded(m.matrix().shape(), cells);
      sum = sum.add(m.coefficient().multiply(Multilinear.evaluate(padded, m.flatPoint())));
    }
    for (ContractionTerm t : claim.contractions()) {
      sum = sum.add(t.coefficient().multiply(contracted(program, t)));
    }
    return sum;
  }

  private static FieldVector padded(Shape shape, int[] cells) {
    FieldVector padded = FieldVector.zeros(FIELD, 1 << shape.bits());
    int from = 0;
    for (int i = 0; i < padded.length(); i++) {
      if (Padding.isReal(shape, i)) {
        padded.set(i, FIELD.of(cells[from++]));
      }
    }
    return padded;
  }

  /** Over the axes that a side reads; the others are in the coefficient. */
  private static FieldElement contracted(RandomProgram program, ContractionTerm term) {
    Contraction c = term.contraction();
    Shape shape = term.expression().shape();
    FieldElement sum = FIELD.zero();
    for (int i = 0; i < shape.cells(); i++) {
      int[] index = Reference.index(shape.sizes(), i);
      FieldElement weight = FIELD.one();
      boolean first = true;
      for (int d = 0; d < index.length; d++) {
        if (c.left().axes().contains(d) || c.right().axes().contains(d)) {
          weight = weight.multiply(term.axes().get(d).dense().get(index[d]));
        } else {
          first &= index[d] == 0;
        }
      }
      if (first) {
        long value = Reference.contraction(c, shape, index, program.cells);
        sum = sum.add(weight.multiply(FIELD.of(value)));
      }
    }
    return sum;
  }
}
