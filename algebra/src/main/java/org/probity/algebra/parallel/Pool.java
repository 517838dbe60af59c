package org.probity.algebra.parallel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One pool of daemon threads for all index ranges, one thread fewer than there are processors: the
 * caller works too. A caller never waits for a range that nobody has begun, so calls may nest.
 *
 * <p>A proof is thousands of jobs of some microseconds each, in close succession, and waking a
 * thread that sleeps takes longer than most of them. So a worker without work looks out for more
 * for a little while before it goes to sleep, and so does a caller that waits for the last range.
 */
public final class Pool {
  private static final int HELPERS = Runtime.getRuntime().availableProcessors() - 1;

  private Pool() {}

  /** Work on the indices from (inclusive) .. to (exclusive). */
  @FunctionalInterface
  public interface RangeTask {
    void run(int from, int to);
  }

  /** How long to look out for work before sleeping: about what waking up costs. */
  private static final long SPIN_NANOS = 50_000;

  /** Started with the first job. */
  private static final class Workers {
    static final ConcurrentLinkedQueue<Job> JOBS = new ConcurrentLinkedQueue<>();
    static final Worker[] ALL = new Worker[HELPERS];

    static {
      for (int i = 0; i < HELPERS; i++) {
        ALL[i] = new Worker(i);
        ALL[i].start();
      }
    }

    private Workers() {}

    static void submit(Job job, int workers) {
      for (int i = 0; i < workers; i++) {
        JOBS.add(job);
      }
      for (Worker worker : ALL) {
        worker.wake();
      }
    }
  }

  private static final class Worker extends Thread {
    private volatile boolean asleep;

    Worker(int number) {
      super("probity-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      while (true) {
        Job job = next();
        if (job != null) {
          job.run();
        }
      }
    }

    private Job next() {
      long deadline = System.nanoTime() + SPIN_NANOS;
      do {
        Job job = Workers.JOBS.poll();
        if (job != null) {
          return job;
        }
        Thread.onSpinWait();
      } while (System.nanoTime() < deadline);
      asleep = true;
      // A job that came before the flag was seen must not be slept through.
      if (Workers.JOBS.isEmpty()) {
        LockSupport.park(this);
      }
      asleep = false;
      return null;
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }
  }

  /** Threads that a range can be split over. */
  public static int parallelism() {
    return HELPERS + 1;
  }

  /**
   * Runs the task on all of 0..n-1, split into ranges that begin at multiples of {@code grain} and
   * are at least that long (but for the last). Returns when all is done; the writes of the ranges
   * are visible then. The first exception of a range is thrown on, after the others have ended. The
   * task must give the same result for every split.
   *
   * @throws CancellationException if the thread is interrupted when it calls, and it stays so:
   *     whoever waits for a proof can end it
   */
  public static void forRange(int n, int grain, RangeTask task) {
    if (grain < 1) {
      throw new IllegalArgumentException("grain " + grain);
    }
    endIfInterrupted();
    int grains = (int) (((long) n + grain - 1) / grain);
    if (grains < 2 || HELPERS == 0) {
      if (n > 0) {
        task.run(0, n);
      }
      return;
    }
    // four ranges a thread even out differences of speed
    int perRange = Math.max(1, grains / (4 * parallelism()));
    Job job = new Job(n, perRange * grain, task);
    Workers.submit(job, Math.min(HELPERS, job.ranges - 1));
    job.run();
    job.await();
  }

  /**
   * Runs two tasks: the first on this thread, the second side by side if there is a free worker,
   * and else afterwards. Returns when both are done; exceptions as in {@link #forRange}.
   *
   * <p>The first may be long and split ranges of its own: on a worker, which nobody helps, it would
   * run alone.
   */
  public static void both(Runnable first, Runnable second) {
    endIfInterrupted();
    Job job = new Job(1, 1, (from, to) -> second.run());
    if (HELPERS > 0) {
      Workers.submit(job, 1);
    }
    try {
      first.run();
    } finally {
      job.run();
      job.await();
    }
  }

  /** Workers are never interrupted. */
  private static void endIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the thread was interrupted");
    }
  }

  private static final class Job implements Runnable {
    private final int n;
    private final int size;
    private final int ranges;
    private final RangeTask task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int done;

    Job(int n, int size, RangeTask task) {
      this.n = n;
      this.size = size;
      this.task = task;
      ranges = (int) (((long) n + size - 1) / size);
    }

    @Override
    public void run() {
      int finished = 0;
      for (int i = next.getAndIncrement(); i < ranges; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.run(i * size, (int) Math.min(n, (i + 1L) * size));
          }
        } catch (Throwable t) { // handed to the caller of forRange
          failure.compareAndSet(null, t);
        }
        finished++;
      }
      if (finished > 0) {
        finish(finished);
      }
    }

    private synchronized void finish(int count) {
      done += count;
      if (done == ranges) {
        notifyAll();
      }
    }

    private void await() {
      long deadline = System.nanoTime() + SPIN_NANOS;
      while (done < ranges && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      boolean interrupted = false;
      synchronized (this) {
        while (done < ranges) {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      switch (failure.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable t -> throw new IllegalStateException(t);
      }
    }
  }
}
