package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.multilinear.BoundRound;
import org.probity.algebra.multilinear.IntegerRound;
import org.probity.algebra.multilinear.Multilinear;

/** The prover of {@link BatchedSumcheck}: inner products {@code sum_i weight_i <a_i, b_i>}. */
final class BatchedProver {
  private static final class Instance {
    // Null before the first fold of an instance whose first vector are integers.
    private FieldVector a;
    private IntegerRound integers;
    private SeparableRounds separable;
    private FieldVector b;
    private int bits;
    // Both vectors are zero from here on.
    private int live;
    // Weight times what the waiting rounds have left; the whole claim while waiting.
    private FieldElement scale;
    private final FieldElement unit;
    private FieldElement claim;
    // Of the round to come, if known.
    private Multilinear.RoundSums sums;

    Instance(FieldVector a, FieldVector b, int bits, FieldElement scale) {
      this.a = a;
      this.b = b;
      this.bits = bits;
      this.live = a.length();
      this.unit = scale.field().one();
      this.scale = scale;
    }

    Instance(IntegerRound integers, FieldVector b, int bits, FieldElement scale) {
      this.integers = integers;
      this.b = b;
      this.bits = bits;
      this.live = b.length();
      this.unit = scale.field().radix();
      this.scale = scale;
    }

    Instance(SeparableRounds separable, int bits, FieldElement scale) {
      this.separable = separable;
      this.bits = bits;
      this.unit = scale.field().one();
      this.scale = scale;
    }

    /** Asked for before the first fold. */
    FieldElement claim() {
      if (separable != null) {
        return separable.dot();
      }
      if (claim == null) {
        claim = (integers != null ? integers.dot() : a.dot(b)).multiply(unit);
      }
      return claim;
    }

    Multilinear.RoundSums round() {
      if (separable != null) {
        return separable.sums();
      }
      if (sums == null) {
        int half = 1 << (bits - 1);
        sums =
            integers != null
                ? integers.sums()
                : Multilinear.productRound(a, b, half, Math.min(live, half));
      }
      return sums;
    }

    void fold(FieldElement r) {
      if (separable != null) {
        separable.bind(r);
        if (separable.done()) {
          a = separable.boundCells();
          b = separable.boundWeights();
          live = a.length();
          separable = null;
        }
        bits--;
        return;
      }
      int half = 1 << (bits - 1);
      live = Math.min(live, half);
      if (integers != null) {
        a = integers.bind(r);
        integers = null;
        sums = null;
      } else if (half == 1) {
        Multilinear.fold(a, half, r);
        Multilinear.fold(b, half, r);
      } else {
        sums = BoundRound.product(a, b, half, live, r);
      }
      bits--;
    }
  }

  private final PrimeField field;
  private final BatchedSumcheck.Lead leadRule;
  private final FieldElement half;
  private final List<Instance> instances = new ArrayList<>();
  private int remaining;
  private FieldElement atZero;
  private FieldElement lead;

  BatchedProver(PrimeField field, int rounds, BatchedSumcheck.Lead leadRule) {
    this.field = field;
    this.remaining = rounds;
    this.leadRule = leadRule;
    this.half = field.of(2).inverse();
  }

  /** Adds an instance; the vectors, of length {@code 2^bits}, are consumed. */
  void add(FieldVector a, FieldVector b, int bits, FieldElement weight) {
    instances.add(new Instance(a, b, bits, weight));
  }

  /**
   * The same for integers, of which only those within the length of {@code b} differ from zero.
   *
   * @param b consumed; its length is a multiple of eight, or {@code 2^bits}
   */
  void add(int[] a, FieldVector b, int bits, FieldElement weight) {
    int half = 1 << bits >> 1;
    if (half % Kernel.LANES == 0 && half > 0) {
      instances.add(new Instance(new IntegerRound(a, b, half), b, bits, weight));
    } else {
      instances.add(new Instance(FieldVector.ofInts(field, a, 0, a.length), b, bits, weight));
    }
  }

  /** Adds an instance of which the leading variables are bound as those of a sum of products. */
  void add(SeparableRounds rounds, int bits, FieldElement weight) {
    instances.add(new Instance(rounds, bits, weight));
  }

  /** The inner product of an instance, without its weight. */
  FieldElement claim(int instance) {
    return instances.get(instance).claim();
  }

  void round() {
    atZero = field.zero();
    lead = field.zero();
    for (Instance instance : instances) {
      if (instance.bits < remaining) {
        FieldElement current = instance.scale.multiply(instance.claim());
        atZero =
            atZero.add(
                leadRule == BatchedSumcheck.Lead.CONSTANT ? current.multiply(half) : current);
      } else {
        Multilinear.RoundSums sums = instance.round();
        FieldElement scale = instance.scale.multiply(instance.unit);
        atZero = atZero.add(scale.multiply(sums.atZero()));
        lead = lead.add(scale.multiply(sums.lead()));
      }
    }
  }

  FieldElement atZero() {
    return atZero;
  }

  FieldElement lead() {
    return lead;
  }

  void bind(FieldElement r) {
    for (Instance instance : instances) {
      if (instance.bits < remaining) {
        instance.scale =
            instance.scale.multiply(
                leadRule == BatchedSumcheck.Lead.CONSTANT ? half : field.one().subtract(r));
      } else {
        instance.fold(r);
      }
    }
    remaining--;
  }

  /** The first vector's evaluation at the suffix of the point, after all rounds. */
  FieldElement a(int instance) {
    return instances.get(instance).a.get(0).multiply(instances.get(instance).unit);
  }

  /** The second vector's evaluation. */
  FieldElement b(int instance) {
    return instances.get(instance).b.get(0);
  }
}
