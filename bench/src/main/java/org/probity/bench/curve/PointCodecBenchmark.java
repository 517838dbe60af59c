package org.probity.bench.curve;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.Generators;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.kernel.Kernels;

/** Encoding and decoding of many points. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PointCodecBenchmark {
  @Param({"100", "1000"})
  int size;

  @Param({"GRUMPKIN", "BN254_G1"})
  String name;

  private Curve curve;
  private PointVector points;
  private byte[] encoded;

  @Setup
  public void setUp() throws InterruptedException {
    Kernels.awaitHot();
    curve = name.equals("GRUMPKIN") ? Curve.GRUMPKIN : Curve.BN254_G1;
    points = Generators.of(curve).rows(size);
    encoded = points.encodeAll();
  }

  @Benchmark
  public PointVector decode() {
    return curve.decodeAll(encoded, 0, size);
  }

  @Benchmark
  public byte[] encode() {
    return points.encodeAll();
  }
}
