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
import org.probity.algebra.curve.FixedBases;
import org.probity.algebra.curve.Generators;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.kernel.Kernels;

/** Sums with full scalars: bases without and with tables of their windows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MultiScalarBenchmark {
  /** More sums than any table needs to be worthwhile. */
  private static final int UNTIL_TABLES = 100;

  @Param({"16", "500", "1024", "8192"})
  int size;

  private PointVector points;
  private FixedBases bases;
  private FieldVector scalars;

  @Setup
  public void setUp() throws InterruptedException {
    Kernels.awaitHot();
    points = Generators.of(Curve.GRUMPKIN).rows(size);
    scalars = Inputs.scalars(Curve.GRUMPKIN, size);
    bases = FixedBases.of(points);
    for (int i = 0; i < UNTIL_TABLES; i++) {
      MultiScalar.sum(bases, scalars);
    }
  }

  @Benchmark
  public Point variableBases() {
    return MultiScalar.sum(points, scalars);
  }

  @Benchmark
  public Point fixedBases() {
    return MultiScalar.sum(bases, scalars);
  }
}
