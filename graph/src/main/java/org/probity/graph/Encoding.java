package org.probity.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** What the integers of a port's tensor stand for. */
public sealed interface Encoding {
  /** Fixed point, as the tensor's format says. */
  static Fixed fixed() {
    return new Fixed(List.of(), OptionalInt.empty());
  }

  /** How many integers of the tensor one entry of the port takes: 1 or 2, along a last axis. */
  default int words() {
    return 1;
  }

  /**
   * The number that an entry of the port stands for; of a category its code, of a text the number
   * of its digest.
   *
   * @param integers those of the tensor, row-major
   * @param entry index of the port's entry, row-major
   * @param fraction fraction bits of the tensor's format
   */
  double real(int[] integers, int entry, int fraction);

  /** The same for people. */
  default Reading read(int[] integers, int entry, int fraction) {
    return new Reading.Real(real(integers, entry, fraction));
  }

  /**
   * Whether the integers of an entry stand for something. The proof shows of ports that are not
   * public only that their integers lie in the tensor's format.
   */
  default boolean isMeaningful(int[] integers, int entry) {
    return true;
  }

  /** What the port holds, in words. */
  default String describe() {
    return switch (this) {
      case Fixed(List<Integer> exponents, OptionalInt missing) ->
          "fixed-point numbers"
              + (exponents.isEmpty() ? "" : " with exponents")
              + (missing.isEmpty() ? "" : ", some of which may be missing");
      case Affine(float scale, int zeroPoint) ->
          "codes of a quantised model (scale %s, zero point %d)".formatted(scale, zeroPoint);
      case Ordered(Ordered.Kind kind) -> "codes of " + kind.label() + " values, compared exactly";
      case Category(List<String> names) -> names.size() + " categories";
    };
  }

  /**
   * Fixed point: the real value of a code is {@code code * 2^-fraction * 2^exponents[j]}, j being
   * its index on the port's last axis.
   *
   * @param exponents one for each index on the last axis; none if all are 0
   * @param missing of an input: the code that stands for a missing value, NaN, and for no number
   */
  record Fixed(List<Integer> exponents, OptionalInt missing) implements Encoding {
    /** Largest magnitude of an exponent: every real value is then exact as a double. */
    public static final int MAX_EXPONENT = 900;

    public Fixed {
      exponents = List.copyOf(exponents);
      for (int e : exponents) {
        if (Math.abs((long) e) > MAX_EXPONENT) {
          throw new IllegalArgumentException(
              "an exponent is outside [-" + MAX_EXPONENT + ", " + MAX_EXPONENT + "]");
        }
      }
      // What has no exponents is spelled in one way only.
      if (!exponents.isEmpty() && exponents.stream().allMatch(e -> e == 0)) {
        throw new IllegalArgumentException("all exponents of a port are 0");
      }
    }

    /** Numbers, none of which is missing. */
    public Fixed(List<Integer> exponents) {
      this(exponents, OptionalInt.empty());
    }

    /** Whether a code stands for a missing value. */
    public boolean isMissing(int code) {
      return missing.isPresent() && missing.getAsInt() == code;
    }

    /** The exponent of an entry of the port. */
    public int exponent(int entry) {
      return exponents.isEmpty() ? 0 : exponents.get(entry % exponents.size());
    }

    @Override
    public double real(int[] integers, int entry, int fraction) {
      return isMissing(integers[entry])
          ? Double.NaN
          : Math.scalb((double) integers[entry], exponent(entry) - fraction);
    }
  }

  /**
   * The codes of a port that a quantised model quantises itself: the real number of a code {@code
   * q} is the float32 product {@code float32(q) * scale}, and a real input x becomes {@code round(x
   * / scale)}, half to even, saturating at the ends of the tensor's format: what QuantizeLinear and
   * DequantizeLinear compute. The code in the original model is {@code q + zeroPoint}.
   *
   * @param scale finite and positive
   */
  record Affine(float scale, int zeroPoint) implements Encoding {
    public Affine {
      if (!(scale > 0 && Float.isFinite(scale))) {
        throw new IllegalArgumentException("a scale must be positive and finite");
      }
      if (Math.abs((long) zeroPoint) > 1 << 16) {
        throw new IllegalArgumentException("a zero point has more than 16 bits");
      }
    }

    /** The code of a real number, which is not NaN. */
    public long entry(double real, long min, long max) {
      return (long) Math.clamp(Math.rint((float) real / scale), (double) min, (double) max);
    }

    /** The real number of a code. */
    public double toReal(long code) {
      return (float) code * scale;
    }

    @Override
    public double real(int[] integers, int entry, int fraction) {
      return toReal(integers[entry]);
    }
  }

  /** Order-preserving codes of floating-point numbers or texts: {@link OrderedCode}. */
  record Ordered(Kind kind) implements Encoding {
    /** What is coded. */
    public enum Kind {
      FLOAT32,
      FLOAT64,
      /** Integers of at most 53 bits, as float64. */
      INTEGER,
      /** 0 and 1, as float64. */
      BOOLEAN,
      /** The numbers of texts, as float64. */
      TEXT;

      /** The spelling in files: the name in lower case. */
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /** The range of every word. */
    public static final Format FORMAT = new Format(0, Integer.MIN_VALUE, Integer.MAX_VALUE);

    @Override
    public int words() {
      return kind == Kind.FLOAT32 ? 1 : 2;
    }

    /**
     * The words of a number, as many as there are; of a text's number if this is for texts.
     *
     * @param number for float32, one that is a float32 (NaN and infinities included)
     */
    public int[] codes(double number) {
      if (kind == Kind.FLOAT32) {
        return new int[] {OrderedCode.of((float) number)};
      }
      long code = OrderedCode.of(number);
      return new int[] {OrderedCode.high(code), OrderedCode.low(code)};
    }

    private static long joined(int[] integers, int entry) {
      return OrderedCode.join(integers[2 * entry], integers[2 * entry + 1]);
    }

    @Override
    public double real(int[] integers, int entry, int fraction) {
      return kind == Kind.FLOAT32
          ? OrderedCode.toFloat(integers[entry])
          : OrderedCode.toDouble(joined(integers, entry));
    }

    @Override
    public Reading read(int[] integers, int entry, int fraction) {
      return switch (kind) {
        case FLOAT32 -> new Reading.Float32(OrderedCode.toFloat(integers[entry]));
        case FLOAT64 -> new Reading.Float64(real(integers, entry, fraction));
        case INTEGER, BOOLEAN -> new Reading.Whole((long) real(integers, entry, fraction));
        case TEXT -> new Reading.Digest((long) real(integers, entry, fraction));
      };
    }

    @Override
    public boolean isMeaningful(int[] integers, int entry) {
      return switch (kind) {
        case FLOAT32 -> OrderedCode.isFloat32(integers[entry]);
        case FLOAT64 -> OrderedCode.isFloat64(joined(integers, entry));
        case INTEGER -> OrderedCode.isInteger(joined(integers, entry));
        case BOOLEAN ->
            joined(integers, entry) == 0 || joined(integers, entry) == OrderedCode.of(1.0);
        case TEXT -> OrderedCode.isText(joined(integers, entry));
      };
    }
  }

  /**
   * Names of classes: code i stands for {@code names[i]}. Names are public.
   *
   * @param names at least one, all different, of limited number and length, without control
   *     characters
   */
  record Category(List<String> names) implements Encoding {
    /** Limits on the number of names, the length of one and of all together. */
    public static final int MAX_NAMES = 1 << 16;

    public static final int MAX_NAME_LENGTH = 256;
    public static final int MAX_TOTAL_LENGTH = 1 << 20;

    public Category {
      names = List.copyOf(names);
      if (names.isEmpty() || names.size() > MAX_NAMES) {
        throw new IllegalArgumentException("a port has no category or more than " + MAX_NAMES);
      }
      long total = 0;
      Set<String> seen = new HashSet<>();
      for (String name : names) {
        if (name.length() > MAX_NAME_LENGTH || !Names.isPrintable(name)) {
          throw new IllegalArgumentException(
              "a category's name is too long or has a control character");
        }
        if (!seen.add(name)) {
          throw new IllegalArgumentException("two categories of a port have the same name");
        }
        total += name.length();
      }
      if (total > MAX_TOTAL_LENGTH) {
        throw new IllegalArgumentException("the names of a port's categories are too long");
      }
    }

    @Override
    public double real(int[] integers, int entry, int fraction) {
      return integers[entry];
    }

    @Override
    public Reading read(int[] integers, int entry, int fraction) {
      return new Reading.Name(names.get(integers[entry]));
    }

    @Override
    public boolean isMeaningful(int[] integers, int entry) {
      return integers[entry] >= 0 && integers[entry] < names.size();
    }
  }
}
