package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.probity.inference.lowering.function.IntegerFunction;
import org.probity.inference.lowering.table.FunctionTable;
import org.probity.inference.lowering.table.ShiftedTable;
import org.probity.inference.lowering.table.Side;
import org.probity.inference.lowering.table.TableSpec;
import org.probity.inference.lowering.table.ThresholdTable;
import org.probity.inference.lowering.table.WindowTable;

/** The ways to lower a requantisation; all give the same integer function. */
public enum RequantizeLowering {
  /**
   * Shift and function, for arguments of few bits. The quotient of the rounding shift is the key of
   * the function's table; if the function is a translation, the output itself is the quotient.
   */
  DIRECT {
    @Override
    boolean suits(Rescaling r) {
      return r.facts().translation() || r.function().arguments() <= TableSpec.MAX_SIZE;
    }

    @Override
    void lower(Rescaling r, Draft draft, Ranges ranges) {
      IntegerFunction f = r.function();
      if (r.facts().translation()) {
        Virtual quotient = r.output().plus(f.low() - f.apply(f.low()));
        // Makes the quotient an integer; its exact bounds follow from the remainder's.
        ranges.notNegative("quotient of " + r.name(), quotient.plus(-f.low()), f.arguments());
        r.checkQuotient(ranges, quotient);
      } else if (r.shift() == 0) {
        draft.lookup("function of " + r.name(), new FunctionTable(f), r.input(), r.output());
      } else {
        Virtual quotient =
            draft.commit("quotient of " + r.name(), r.shape(), r.shifted(), f.low(), f.high());
        draft.lookup("function of " + r.name(), new FunctionTable(f), quotient, r.output());
        r.checkQuotient(ranges, quotient);
      }
    }
  },

  /**
   * Shift, clamp and function, for functions that are constant outside a window: the table holds
   * the window only, and a translation needs none.
   */
  CLAMPED {
    @Override
    boolean suits(Rescaling r) {
      IntegerFunction window = r.facts().window();
      return (r.facts().windowTranslation() || window.arguments() <= TableSpec.MAX_SIZE)
          && r.function().arguments() / window.arguments() <= TableSpec.MAX_SIZE;
    }

    @Override
    void lower(Rescaling r, Draft draft, Ranges ranges) {
      IntegerFunction window = r.facts().window();
      Clamp clamp = Clamp.commit(draft, ranges, r, window);
      r.checkQuotient(ranges, clamp.digits());
      if (r.facts().windowTranslation()) {
        long shift = window.apply(window.low()) - window.low();
        Virtual result = clamp.clamped().plus(shift);
        draft.zero("clamp of " + r.name(), r.output().minus(result));
      } else {
        FunctionTable table = new FunctionTable(window);
        draft.lookup("function of " + r.name(), table, clamp.clamped(), r.output());
      }
    }
  },

  /**
   * Shift, then a table of the window and both of its sides: no contraction and fewer columns than
   * {@link #CLAMPED}, for a larger table.
   */
  WINDOW {
    @Override
    boolean suits(Rescaling r) {
      return new WindowTable(r.facts().window(), 0).size() <= TableSpec.MAX_SIZE;
    }

    @Override
    void lower(Rescaling r, Draft draft, Ranges ranges) {
      IntegerFunction f = r.function();
      Virtual quotient =
          r.shift() == 0
              ? r.input()
              : draft.commit("quotient of " + r.name(), r.shape(), r.shifted(), f.low(), f.high());
      Window.check(r, draft, quotient, 0);
      if (r.shift() > 0) {
        r.checkQuotient(ranges, quotient);
      }
    }
  },

  /**
   * One table for shift and function, and for the sides of the window if the function has one: the
   * fewest lookups, and a table that pays for itself over many cells. Requantisations by smaller
   * shifts are scaled up, so that all with one function share its table.
   */
  FUSED {
    @Override
    boolean suits(Rescaling r) {
      return r.alignment() < 20 && fusedSize(r) <= TableSpec.MAX_SIZE >> r.alignment();
    }

    @Override
    void lower(Rescaling r, Draft draft, Ranges ranges) {
      int scale = r.alignment() - r.shift();
      Virtual argument = r.input().plus(r.half()).times(1L << scale);
      if (isWhole(r)) {
        ShiftedTable table = new ShiftedTable(r.function(), r.alignment());
        draft.lookup("function of " + r.name(), table, argument, r.output());
      } else {
        Window.check(r, draft, argument, r.alignment());
      }
    }
  },

  /**
   * Thresholds, for non-decreasing functions: a table row {@code (q, lo_q, hi_q)} for each output
   * value, and {@code lo_q <= input <= hi_q}. The table is small however wide the input is.
   */
  THRESHOLDS {
    @Override
    boolean suits(Rescaling r) {
      return r.facts().nonDecreasing() && r.function().outputs() <= MAX_OUTPUTS;
    }

    @Override
    void lower(Rescaling r, Draft draft, Ranges ranges) {
      ThresholdTable table = new ThresholdTable(r.function(), r.shift(), r.input().magnitudeBits());
      Virtual over = distance("over lower threshold of ", r, table, ranges, true);
      Virtual under = distance("under upper threshold of ", r, table, ranges, false);
      draft.lookup(
          "thresholds of " + r.name(),
          table,
          r.output(),
          r.input().minus(over),
          r.input().plus(under));
    }
  };

  /** Thresholds are sought by bisection, one for each output. */
  private static final long MAX_OUTPUTS = 1L << 17;

  /** Rows of a fused table, for each row of the function. */
  private static long fusedSize(Rescaling r) {
    return Math.min(r.function().arguments(), Side.COUNT * r.facts().window().arguments());
  }

  /** Whether a fused table holds all arguments, and not only the window and its sides. */
  private static boolean isWhole(Rescaling r) {
    return fusedSize(r) == r.function().arguments();
  }

  /** The spelling in files: the name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All lowerings. */
  public static final List<RequantizeLowering> ALL = List.of(values());

  /** Whether this lowering is one of this function, with tables that can be evaluated. */
  abstract boolean suits(Rescaling r);

  /**
   * Writes columns and checks that force {@code r.output()} to its value; only if this lowering
   * {@link #suits}.
   */
  abstract void lower(Rescaling r, Draft draft, Ranges ranges);

  /**
   * No lowering suits.
   *
   * @return to be thrown
   */
  static IllegalArgumentException unsuited(Rescaling r) {
    long arguments = r.facts().window().arguments();
    int bits = 64 - Long.numberOfLeadingZeros(arguments - 1);
    return new IllegalArgumentException(
        "node "
            + r.name()
            + ": its function varies over 2^"
            + bits
            + " arguments; fewer activation bits or a coarser input would help");
  }

  private static Virtual distance(
      String what, Rescaling r, ThresholdTable table, Ranges ranges, boolean lower) {
    Values values =
        trace -> {
          long[] x = r.input().values(trace);
          long[] q = r.output().values(trace);
          long[] d = new long[x.length];
          Arrays.setAll(d, i -> lower ? x[i] - table.lower(q[i]) : table.upper(q[i]) - x[i]);
          return d;
        };
    return ranges.committedNotNegative(what + r.name(), r.shape(), values, table.widest());
  }
}
