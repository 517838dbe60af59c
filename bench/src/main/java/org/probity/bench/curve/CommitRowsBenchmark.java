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
import org.probity.algebra.curve.FixedBase;
import org.probity.algebra.curve.FixedBases;
import org.probity.algebra.curve.Generators;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.kernel.Kernels;

/** Commitments to rows of small integers: 30 rows of 128, 32 (2^16 cells) and 512 rows of 2^11. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class CommitRowsBenchmark {
  @Param({"30x128", "32x2048", "512x2048"})
  String shape;

  @Param({"8", "16"})
  int bits;

  private int rows;
  private int length;
  private int[] data;
  private FixedBases bases;
  private FixedBase blinding;
  private FieldVector blinders;

  @Setup
  public void setUp() throws InterruptedException {
    Kernels.awaitHot();
    String[] sizes = shape.split("x", 2);
    rows = Integer.parseInt(sizes[0]);
    length = Integer.parseInt(sizes[1]);
    data = Inputs.integers(rows * length, bits);
    bases = FixedBases.of(Generators.of(Curve.GRUMPKIN).rows(length));
    blinding = FixedBase.of(Generators.of(Curve.GRUMPKIN).h());
    blinders = Inputs.scalars(Curve.GRUMPKIN, rows);
  }

  @Benchmark
  public PointVector rows() {
    return MultiScalar.commitRows(bases, data, 0, length, rows, blinding, blinders);
  }

  @Benchmark
  public PointVector blindersOnly() {
    return blinding.multiplyAll(blinders);
  }
}
