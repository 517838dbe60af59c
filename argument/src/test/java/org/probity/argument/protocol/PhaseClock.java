package org.probity.argument.protocol;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/** A transcript that tells from its labels in which phase of the protocol time goes by. */
final class PhaseClock extends Transcript {
  private static final Map<String, String> BEGINS =
      Map.of(
          "suite", "T0 preamble",
          "commitment", "T0 preamble",
          "witness rows", "T1 pads",
          "beta", "T2 tree",
          "lookup p0", "T2 layers",
          "leaf kappa", "T3 claim, T4 operands",
          "contraction claim", "T4 rounds",
          "group gamma", "T5",
          "row batch", "T6",
          "products tau", "T7, T8");

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Nanoseconds on the clock, and of processors. */
  record Time(long wall, long processors) {
    static Time now() {
      return new Time(System.nanoTime(), SYSTEM.getProcessCpuTime());
    }

    Time minus(Time other) {
      return new Time(wall - other.wall, processors - other.processors);
    }

    Time plus(Time other) {
      return new Time(wall + other.wall, processors + other.processors);
    }
  }

  private final Map<String, Time> times = new LinkedHashMap<>();
  private String phase = "T0 preamble";
  private Time since = Time.now();

  PhaseClock() {
    super(Preamble.PROTOCOL);
  }

  /** Ends the present phase. */
  void begin(String next) {
    Time now = Time.now();
    times.merge(phase, now.minus(since), Time::plus);
    since = now;
    phase = next;
  }

  private void seen(String label) {
    if (BEGINS.containsKey(label) && !times.containsKey(BEGINS.get(label))) {
      if (!BEGINS.get(label).equals(phase)) {
        begin(BEGINS.get(label));
      }
    }
  }

  @Override
  public void absorb(String label, byte[] data) {
    super.absorb(label, data);
    if (label.equals("public values") || label.equals("commitment")) {
      return;
    }
    seen(label);
  }

  @Override
  public FieldElement challenge(String label, PrimeField field) {
    FieldElement challenge = super.challenge(label, field);
    seen(label);
    return challenge;
  }

  @Override
  public byte[] fingerprint() {
    begin("T1 commitment");
    return super.fingerprint();
  }

  Map<String, Time> times() {
    return times;
  }
}
