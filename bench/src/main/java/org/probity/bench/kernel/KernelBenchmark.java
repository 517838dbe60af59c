package org.probity.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.integer.IntegerMatrix;
import org.probity.algebra.kernel.Kernels;
import org.probity.algebra.multilinear.FractionTree;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.cli.bench.BenchTree;

/**
 * Field operations on vectors that fit a range of the pool, so on one thread: nanoseconds for each
 * element, pair, fraction or product. The twins {@link ScalarKernelBenchmark} and {@link
 * VectorKernelBenchmark} run them without and with the vector module.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public abstract class KernelBenchmark {
  private static final int N = FieldVector.GRAIN;
  private static final int ROWS = 240;
  private static final int COLS = 256;
  private static final int LEAF_BITS = 16;

  private FieldVector a;
  private FieldVector b;
  private FieldVector c;
  private FieldVector d;
  private FieldVector e;
  private FieldVector weights;
  private FieldVector columns;
  private FieldElement s;
  private int[] bytes;
  private int[] shorts;
  private BenchTree logUp;

  @Setup
  public void setUp() throws InterruptedException {
    Kernels.awaitHot();
    PrimeField f = PrimeField.BN254_Q;
    a = BenchTree.random(f, N, 1);
    b = BenchTree.random(f, N, 2);
    c = BenchTree.random(f, N, 3);
    d = BenchTree.random(f, N, 4);
    e = BenchTree.random(f, N, 5);
    weights = BenchTree.random(f, ROWS, 6);
    columns = BenchTree.random(f, COLS, 7);
    s = a.get(17);
    bytes = new int[ROWS * COLS];
    shorts = new int[ROWS * COLS];
    for (int i = 0; i < bytes.length; i++) {
      int x = i * 0x9e3779b9;
      bytes[i] = x >> 24;
      shorts[i] = x >> 16;
    }
    logUp = new BenchTree(f, LEAF_BITS);
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void multiply() {
    a.multiply(a, b);
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public void multiplyAdd() {
    a.multiplyAdd(a, b, c, d);
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public FieldElement dot() {
    return a.dot(b);
  }

  /** For each element that is left. */
  @Benchmark
  @OperationsPerInvocation(N / 2)
  public void fold() {
    Multilinear.fold(a, N / 2, s);
  }

  @Benchmark
  @OperationsPerInvocation(N / 2)
  public Multilinear.RoundSums productRound() {
    return Multilinear.productRound(a, b, N / 2);
  }

  @Benchmark
  @OperationsPerInvocation(N / 2)
  public Multilinear.RoundSums pairRound() {
    return Multilinear.pairRound(a, b, c, d, e, N / 2);
  }

  /** For each fraction of the result. */
  @Benchmark
  @OperationsPerInvocation(N / 2)
  public void fractions() {
    FractionTree.level(a, b, N / 2, c, d);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS * COLS)
  public FieldVector combineRows8() {
    return IntegerMatrix.combineRows(a.field(), bytes, 0, ROWS, COLS, weights, 0);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS * COLS)
  public FieldVector combineRows16() {
    return IntegerMatrix.combineRows(a.field(), shorts, 0, ROWS, COLS, weights, 0);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS * COLS)
  public FieldVector dotRows8() {
    return IntegerMatrix.dotRows(a.field(), bytes, 0, ROWS, COLS, columns);
  }

  /** Tree and all rounds of a LogUp-GKR proof of 2^16 leaves, for each leaf, on all threads. */
  @Benchmark
  @OperationsPerInvocation(1 << LEAF_BITS)
  public FieldElement logUpLeaf() {
    return logUp.run();
  }
}
