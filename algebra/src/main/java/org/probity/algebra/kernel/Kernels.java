package org.probity.algebra.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The kernel in use. It is the scalar one at first; after much work a background thread warms the
 * vector kernel, and once that is the faster one it takes over, in mid-run: both work on the same
 * limbs and give the same values. Where there is no vector kernel the reason is logged.
 *
 * <p>The system property {@code probity.kernel} may say {@code scalar}, and the scalar kernel
 * stays; the default is {@code auto}.
 */
public final class Kernels {
  private static final Logger LOG = System.getLogger(Kernels.class.getName());
  private static final Kernel SCALAR = new ScalarKernel();

  /**
   * Multiplications before warming is worth its time. Compiling the kernel takes a processor three
   * to four seconds, and that is what it saves in about so many of them on two processors; who has
   * done so many may well do as many again. Of more processors it takes a smaller part.
   */
  private static final long WARM_AFTER = 200_000_000L / Runtime.getRuntime().availableProcessors();

  private static final AtomicLong WORK = new AtomicLong();
  private static final CountDownLatch SETTLED = new CountDownLatch(1);
  private static volatile Kernel current = SCALAR;
  private static volatile boolean warming;

  private Kernels() {}

  /** The kernel to use now for about {@code products} multiplications. */
  public static Kernel forWork(long products) {
    Kernel kernel = current;
    if (!warming && WORK.addAndGet(products) >= WARM_AFTER) {
      startWarming();
    }
    return kernel;
  }

  /**
   * Waits until the vector kernel is hot, for servers and benchmarks; returns the kernel that is in
   * use from then on, the scalar one if there is no other.
   */
  public static Kernel awaitHot() throws InterruptedException {
    startWarming();
    SETTLED.await();
    return current;
  }

  private static synchronized void startWarming() {
    if (!warming) {
      warming = true;
      Thread thread = new Thread(Kernels::warm, "probity-kernel-warmup");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void warm() {
    try {
      if (System.getProperty("probity.kernel", "auto").equals("scalar")) {
        LOG.log(Level.DEBUG, "field kernel: scalar, as asked for");
        return;
      }
      String refusal = refusal();
      if (refusal == null) {
        Kernel vector = new VectorKernel();
        refusal = Warmup.run(vector, SCALAR);
        if (refusal == null) {
          current = vector;
          LOG.log(Level.DEBUG, "field kernel: {0}", vector.name());
        }
      }
      if (refusal != null) {
        LOG.log(Level.INFO, "field kernel: scalar, because {0}", refusal);
      }
    } catch (LinkageError | RuntimeException e) {
      LOG.log(Level.WARNING, "field kernel: scalar, because the vector kernel is broken", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody else has this thread", e);
    } finally {
      SETTLED.countDown();
    }
  }

  /** Why there is no vector kernel here, or null. */
  private static String refusal() {
    try {
      // Not by the boot layer: the module may have been loaded into a layer of its own.
      Class.forName("jdk.incubator.vector.Vector", false, Kernels.class.getClassLoader());
      return null;
    } catch (ClassNotFoundException _) {
      return "the module jdk.incubator.vector is absent (--add-modules jdk.incubator.vector)";
    }
  }
}
