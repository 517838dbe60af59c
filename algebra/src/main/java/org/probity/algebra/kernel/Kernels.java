package org.probity.algebra.kernel;

/** The kernel in use. */
public final class Kernels {
  private static final Kernel SCALAR = new ScalarKernel();

  private Kernels() {}

  /** The kernel to use now for about {@code products} multiplications. */
  public static Kernel forWork(long products) {
    return SCALAR;
  }
}
