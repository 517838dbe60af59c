package org.probity.bench.kernel;

import org.openjdk.jmh.annotations.Fork;

/** {@link KernelBenchmark} with the vector module. */
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class VectorKernelBenchmark extends KernelBenchmark {}
