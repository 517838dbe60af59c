package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;

/**
 * What is known of a tensor beyond its step: that it is a public function of the integers of
 * another tensor, its base, entry by entry. With that, quantised operators read and write the base
 * itself.
 */
sealed interface Provenance {
  Variable base();

  /** Smallest integer of the base. */
  int min();

  /** Largest integer of the base. */
  int max();

  /** The same of another base, whose integers are among those of this one. */
  Provenance of(Variable other);

  /**
   * Labels of classes: entry i of the base stands for {@code names[i]}.
   *
   * @param names decimal numbers if the tensor is one of integers
   */
  record Named(Variable base, List<String> names) implements Provenance {
    public Named {
      names = List.copyOf(names);
    }

    @Override
    public int min() {
      return 0;
    }

    @Override
    public int max() {
      return names.size() - 1;
    }

    @Override
    public Named of(Variable other) {
      return new Named(other, names);
    }
  }

  /** Codes of a quantised tensor: {@code base + offset}. */
  record Code(Variable base, int offset, int min, int max) implements Provenance {
    @Override
    public Code of(Variable other) {
      return new Code(other, offset, min, max);
    }
  }

  /**
   * Float32 numbers that are a function of a base: {@code values[base - min]}.
   *
   * @param values not to be modified
   * @param scale the values are {@code float32(base) * scale}; 0 if they are not of this form
   * @param zeroPoint what the original model adds to the base
   */
  record Real(Variable base, int min, float[] values, float scale, int zeroPoint)
      implements Provenance {
    /** {@code float32(base) * scale}. */
    static Real scaled(Variable base, int min, int max, float scale, int zeroPoint) {
      float[] values = new float[max - min + 1];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (min + i) * scale;
      }
      return new Real(base, min, values, scale, zeroPoint);
    }

    /** A function of these numbers. */
    Real map(SinglePrecision.Function function) {
      float[] mapped = new float[values.length];
      for (int i = 0; i < mapped.length; i++) {
        mapped[i] = function.at(values[i]);
      }
      return new Real(base, min, mapped, Arrays.equals(mapped, values) ? scale : 0, zeroPoint);
    }

    @Override
    public int max() {
      return min + values.length - 1;
    }

    boolean nonDecreasing() {
      for (int i = 1; i < values.length; i++) {
        if (!(values[i - 1] <= values[i])) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Real of(Variable other) {
      return new Real(other, min, values, scale, zeroPoint);
    }
  }
}
