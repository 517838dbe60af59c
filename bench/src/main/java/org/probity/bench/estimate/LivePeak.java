package org.probity.bench.estimate;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.concurrent.Callable;

/**
 * How much memory is in use at once: the garbage is collected again and again while work goes on.
 */
final class LivePeak {
  private static final long PAUSE_MILLIS = 20;

  /** Short work is repeated for so long, until it has been seen at its worst moment. */
  private static final long NANOS = 3_000_000_000L;

  private LivePeak() {}

  /** Bytes in use at the worst moment that was seen. */
  static long during(Callable<?> work) throws Exception {
    Sampler sampler = new Sampler();
    sampler.start();
    long start = System.nanoTime();
    try {
      do {
        work.call();
      } while (System.nanoTime() - start < NANOS);
    } finally {
      sampler.over = true;
      sampler.join();
    }
    return sampler.most;
  }

  /** Without what was allocated since. */
  private static long afterCollection() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }

  private static final class Sampler extends Thread {
    private volatile boolean over;
    private volatile long most;

    @Override
    public void run() {
      while (!over) {
        System.gc();
        most = Math.max(most, afterCollection());
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
          return;
        }
      }
    }
  }
}
