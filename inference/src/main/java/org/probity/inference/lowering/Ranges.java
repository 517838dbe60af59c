package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.program.Shape;
import org.probity.inference.lowering.table.TableSpec;

/**
 * Range checks over one shared table {@code [0, 2^R)}. Requests are collected and written to the
 * draft by {@link #emit}, which gives a size of its own table where that is cheaper.
 *
 * <p>A value that needs more than {@code R} bits is split into limbs {@code sum_i 2^(a_i) limb_i}.
 * All limbs but the lowest are committed; the lowest is the virtual rest. An expression that is not
 * otherwise known to be an integer must be looked up as it stands: {@code 2^t x in [0, 2^R)} alone
 * would allow the field's fractions {@code y / 2^t}.
 */
final class Ranges {
  private final Draft draft;
  private final int bits;
  private final List<Request> requests = new ArrayList<>();

  /**
   * A range check of {@code tensor}.
   *
   * @param size the tensor lies in {@code [0, size)}; with {@code exact} false, larger values up to
   *     the next convenient bound are accepted
   * @param integer whether other checks force the tensor to be an integer of small magnitude
   */
  private record Request(String name, Virtual tensor, long size, boolean exact, boolean integer) {}

  /**
   * Range checks for one program.
   *
   * @param bits {@code R}
   */
  Ranges(Draft draft, int bits) {
    this.draft = draft;
    this.bits = bits;
  }

  /** The tensor is an integer in {@code [0, size)}. */
  void within(String name, Virtual tensor, long size) {
    request(name, tensor, size, true, false);
  }

  /**
   * The tensor lies in {@code [0, size)}, given that other checks force it to be an integer of
   * small magnitude.
   */
  void withinInteger(String name, Virtual tensor, long size) {
    request(name, tensor, size, true, true);
  }

  /**
   * The tensor is an integer, not negative, and smaller than {@code 2^R * size}: for values that
   * have no exact bound to keep and are below {@code size} when honest.
   */
  void notNegative(String name, Virtual tensor, long size) {
    request(name, tensor, size, false, false);
  }

  private void request(String name, Virtual tensor, long size, boolean exact, boolean integer) {
    draft.countTerms(tensor);
    requests.add(new Request(name, tensor.knownWithin(0, size - 1), size, exact, integer));
  }

  /**
   * Commits a tensor limb by limb: an integer, not negative, below {@code size} when honest.
   *
   * @return the sum of the limbs
   */
  Virtual committedNotNegative(String name, Shape shape, Values values, long size) {
    Virtual sum = null;
    Virtual source = new Virtual(shape, List.of(), Optional.empty(), values, 0, size - 1);
    for (int i = 0; i < limbs(size); i++) {
      String limbName = limbName(i, name);
      Virtual limb = commitLimb(limbName, source, bits * i);
      plain(limbName, limb);
      Virtual part = limb.times(1L << (bits * i));
      sum = sum == null ? part : sum.plus(part);
    }
    return sum;
  }

  /** Writes all checks to the draft. */
  void emit() {
    Map<Long, Long> savings = new HashMap<>();
    for (Request r : requests) {
      if (r.exact() && r.size() <= TableSpec.MAX_SIZE) {
        long leaves = 1L << r.tensor().shape().bits();
        savings.merge(r.size(), (lookups(r) - 1) * leaves, Long::sum);
      }
    }
    for (Request r : requests) {
      long saving = r.exact() ? savings.getOrDefault(r.size(), 0L) : 0;
      if (saving > Draft.ceilPowerOfTwo(r.size())) {
        draft.lookup(r.name(), new TableSpec.Range(r.size()), r.tensor());
      } else {
        split(r);
      }
    }
  }

  /** Number of lookups without a table of its own. */
  private int lookups(Request r) {
    int limbs = limbs(r.size());
    if (!r.exact() || r.size() == 1L << (bits * limbs)) {
      return limbs;
    }
    if (Long.bitCount(r.size()) == 1) {
      return r.integer() ? limbs : limbs + 1;
    }
    return 2 * limbs;
  }

  /** Number of lookups of a value in {@code [0, size)} whose exact bound does not matter. */
  int limbs(long size) {
    int width = 64 - Long.numberOfLeadingZeros(size - 1);
    return Math.max(1, (width + bits - 1) / bits);
  }

  private void split(Request r) {
    int limbs = limbs(r.size());
    if (!r.exact() || r.size() == 1L << (bits * limbs)) {
      plain(r.name(), limb(r, limbs, bits));
    } else if (Long.bitCount(r.size()) == 1) {
      // The lowest limb is the short one. Its scaled lookup bounds it, given that it is an integer:
      // known from elsewhere, or by looking it up unscaled as well.
      int low = Long.numberOfTrailingZeros(r.size()) - bits * (limbs - 1);
      Virtual rest = limb(r, limbs, low);
      plain(r.name(), rest.times(1L << (bits - low)));
      if (!r.integer()) {
        plain(r.name() + ", integer", rest);
      }
    } else {
      plain(r.name(), limb(r, limbs, bits));
      Virtual above = r.tensor().times(-1).plus(r.size() - 1).knownWithin(0, r.size() - 1);
      Request mirrored = new Request("upper bound of " + r.name(), above, r.size(), false, false);
      plain(mirrored.name(), limb(mirrored, limbs, bits));
    }
  }

  /**
   * Commits and looks up all limbs but the lowest.
   *
   * @param low bits of the lowest limb
   * @return the lowest limb, still to be looked up
   */
  private Virtual limb(Request r, int limbs, int low) {
    Virtual rest = r.tensor();
    for (int i = 1; i < limbs; i++) {
      int shift = low + bits * (i - 1);
      String limbName = limbName(i, r.name());
      Virtual limb = commitLimb(limbName, r.tensor(), shift);
      plain(limbName, limb);
      // The lower limbs of an honest value: not negative, and no larger than the value.
      rest = rest.minus(limb.times(1L << shift)).knownWithin(0, r.tensor().max());
    }
    return rest.knownWithin(0, (1L << low) - 1);
  }

  /**
   * Names of tensors may hold anything printable, so what is added to a name stands before it: two
   * names of columns are equal only if all their parts are.
   */
  private static String limbName(int i, String name) {
    return "limb " + i + " of " + name;
  }

  private Virtual commitLimb(String name, Virtual tensor, int shift) {
    long mask = (1L << bits) - 1;
    Values values =
        trace -> {
          long[] limbs = tensor.values(trace).clone();
          java.util.Arrays.setAll(limbs, i -> limbs[i] >> shift & mask);
          return limbs;
        };
    Shape shape = tensor.shape();
    // The top limb of an honest value may be narrower than the table.
    return draft.commit(name, shape, values, 0, Math.min(mask, tensor.max() >> shift));
  }

  private void plain(String name, Virtual tensor) {
    draft.lookup(name, new TableSpec.Range(1L << bits), tensor);
  }
}
