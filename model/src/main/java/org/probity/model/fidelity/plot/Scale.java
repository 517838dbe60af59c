package org.probity.model.fidelity.plot;

import java.util.ArrayList;
import java.util.List;

/** A range of numbers laid along a stretch of a plot. */
record Scale(double min, double max, double from, double to) {
  /** Well within what divisions by the number of ticks leave exact. */
  private static final double SMALLEST = 1e-290;

  /** A scale over given numbers; where they are one, or almost, it gets some room around it. */
  static Scale over(double min, double max, double from, double to) {
    if (max / 2 - min / 2 >= Math.max(SMALLEST, Math.ulp(Math.abs(min) / 2) * 32)) {
      return new Scale(min, max, from, to);
    }
    double room = Math.abs(min) < SMALLEST ? 1 : Math.abs(min) / 2;
    return new Scale(min - room, min + room, from, to);
  }

  /** The place of a number. Halved first, so that no range is too wide to take. */
  double at(double x) {
    return from + (to - from) * ((x / 2 - min / 2) / (max / 2 - min / 2));
  }

  /** A round number on a scale, with what is written beside it. */
  record Tick(double value, String text) {}

  /** {@link #ticks} with their texts. */
  List<Tick> labelled(int n) {
    double largest = Math.max(Math.abs(min), Math.abs(max));
    boolean plain = largest < 1e6 && largest >= 1e-3;
    // Powers of ten take more room.
    List<Double> ticks = ticks(plain ? n : n - 2);
    double step = ticks.size() > 1 ? ticks.get(1) - ticks.get(0) : 1;
    return ticks.stream()
        .map(t -> new Tick(t, plain ? Numbers.apart(t, step) : Numbers.of(t)))
        .toList();
  }

  /** Up to about n round numbers in the range: multiples of 1, 2 or 5 times a power of ten. */
  List<Double> ticks(int n) {
    double rough = (max / n - min / n);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double multiple : new double[] {1, 2, 5, 10}) {
      step = multiple * power;
      if (step >= rough * 0.75) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    // An end that is a multiple but for rounding is one.
    double first = Math.ceil(min / step - 1e-6);
    double last = Math.floor(max / step + 1e-6);
    for (double i = first; i <= last && ticks.size() <= 2 * n; i++) {
      // Without the sign of a negative zero.
      ticks.add(i * step + 0.0);
    }
    return ticks;
  }
}
