package org.probity.model.fidelity;

import java.util.ArrayList;
import java.util.List;

/** Keeps every s-th pair of a sequence, and doubles s whenever that becomes too many. */
final class PairTally {
  private final int most;
  private final List<OutputFidelity.Pair> kept = new ArrayList<>();
  private long seen;
  private long stride = 1;

  PairTally(int most) {
    this.most = most;
  }

  void add(double original, double proven) {
    if (seen++ % stride != 0) {
      return;
    }
    if (kept.size() == most) {
      thin();
      if ((seen - 1) % stride != 0) {
        return;
      }
    }
    kept.add(new OutputFidelity.Pair(original, proven));
  }

  private void thin() {
    List<OutputFidelity.Pair> half = new ArrayList<>();
    for (int i = 0; i < kept.size(); i += 2) {
      half.add(kept.get(i));
    }
    kept.clear();
    kept.addAll(half);
    stride *= 2;
  }

  List<OutputFidelity.Pair> result() {
    return List.copyOf(kept);
  }
}
