package org.probity.bench.kernel;

import org.openjdk.jmh.annotations.Fork;

/** {@link KernelBenchmark} without the vector module. */
@Fork(value = 1, jvmArgsAppend = "-Dprobity.kernel=scalar")
public class ScalarKernelBenchmark extends KernelBenchmark {}
