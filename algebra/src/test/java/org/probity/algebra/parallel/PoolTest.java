package org.probity.algebra.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hangs fails: every test has a limit in a thread of its own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolTest {
  private record Range(int from, int to) {}

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 1",
    "7, 3",
    "8, 8",
    "9, 8",
    "1000, 1",
    "1000, 7",
    "4096, 64",
    "65537, 64"
  })
  void everyIndexOnce(int n, int grain) {
    for (int repeat = 0; repeat < 50; repeat++) {
      AtomicIntegerArray times = new AtomicIntegerArray(n);
      List<Range> ranges = new CopyOnWriteArrayList<>();
      Pool.forRange(
          n,
          grain,
          (from, to) -> {
            ranges.add(new Range(from, to));
            for (int i = from; i < to; i++) {
              times.incrementAndGet(i);
            }
          });
      for (int i = 0; i < n; i++) {
        assertThat(times.get(i)).as("index %d", i).isEqualTo(1);
      }
      for (Range range : ranges) {
        assertThat(range.from() % grain).isZero();
        assertThat(range.to() - range.from() >= grain || range.to() == n).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void nothingToDo(int grain) {
    AtomicInteger calls = new AtomicInteger();
    Pool.forRange(0, grain, (from, to) -> calls.incrementAndGet());
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void grainsThatAreNone(int grain) {
    assertThatThrownBy(() -> Pool.forRange(10, grain, (from, to) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Indices near the largest int do not wrap round. */
  @Test
  void theLongestRange() {
    List<Range> ranges = new CopyOnWriteArrayList<>();
    Pool.forRange(Integer.MAX_VALUE, 1 << 20, (from, to) -> ranges.add(new Range(from, to)));
    long covered = ranges.stream().mapToLong(r -> (long) r.to() - r.from()).sum();
    assertThat(covered).isEqualTo(Integer.MAX_VALUE);
    assertThat(ranges).allMatch(r -> r.from() >= 0 && r.from() < r.to());
  }

  /** Plain writes of the ranges are there for the caller, whatever the split. */
  @Test
  void resultsDoNotDependOnTheSplit() {
    int n = 10_000;
    long[] expected = new long[n];
    for (int i = 0; i < n; i++) {
      expected[i] = (long) i * i;
    }
    for (int grain = 1; grain <= 2 * n; grain = 3 * grain + 1) {
      for (int repeat = 0; repeat < 50; repeat++) {
        long[] result = new long[n];
        Pool.forRange(
            n,
            grain,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                result[i] = (long) i * i;
              }
            });
        assertThat(Arrays.equals(result, expected)).as("grain %d", grain).isTrue();
      }
    }
  }

  @Test
  void failuresReachTheCaller() {
    for (Throwable failure :
        List.of(
            new IllegalStateException("one"), new ArithmeticException("two"), new Error("three"))) {
      for (int at : new int[] {0, 500, 999}) {
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(() -> Pool.forRange(1000, 1, failing(at, failure, running)))
            .isSameAs(failure);
        assertThat(running).as("ranges still at work").hasValue(0);
      }
    }
    // The threads are as before.
    everyIndexOnce(1000, 1);
  }

  private static Pool.RangeTask failing(int at, Throwable failure, AtomicInteger running) {
    return (from, to) -> {
      running.incrementAndGet();
      try {
        if (from <= at && at < to) {
          throw PoolTest.<RuntimeException>unchecked(failure);
        }
      } finally {
        running.decrementAndGet();
      }
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }

  /** No task can declare one, but code in other languages or tricks as here throw them. */
  @Test
  void checkedFailuresAreWrapped() {
    IOException failure = new IOException("checked");
    assertThatThrownBy(() -> Pool.forRange(1000, 1, failing(3, failure, new AtomicInteger())))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(failure);
  }

  @Test
  void callsNest() {
    AtomicInteger leaves = new AtomicInteger();
    nest(4, leaves);
    assertThat(leaves).hasValue(8 * 8 * 8 * 8);
  }

  private static void nest(int depth, AtomicInteger leaves) {
    if (depth == 0) {
      leaves.incrementAndGet();
      return;
    }
    Pool.forRange(
        8,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            nest(depth - 1, leaves);
          }
        });
  }

  /** More callers than threads, all at once, each with calls inside. */
  @Test
  void manyCallers() throws Exception {
    int callers = 4 * Pool.parallelism() + 4;
    CountDownLatch done = new CountDownLatch(callers);
    AtomicInteger leaves = new AtomicInteger();
    for (int i = 0; i < callers; i++) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                nest(3, leaves);
                done.countDown();
              });
    }
    assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    assertThat(leaves).hasValue(callers * 8 * 8 * 8);
  }

  /** Who is interrupted in the middle gets that range's results, stays so, and gets no more. */
  @Test
  void interruption() throws Exception {
    AtomicInteger items = new AtomicInteger();
    AtomicBoolean interrupted = new AtomicBoolean();
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              Thread self = Thread.currentThread();
              Pool.forRange(
                  1000,
                  1,
                  (from, to) -> {
                    self.interrupt();
                    items.addAndGet(to - from);
                  });
              interrupted.set(self.isInterrupted());
              thrown.add(catchThrowable(() -> Pool.forRange(9, 1, (from, to) -> items.set(0))));
              thrown.add(catchThrowable(() -> Pool.forRange(1, 1, (from, to) -> items.set(0))));
              thrown.add(catchThrowable(() -> Pool.both(() -> items.set(0), () -> items.set(0))));
            });
    caller.start();
    caller.join();
    assertThat(items).hasValue(1000);
    assertThat(interrupted).isTrue();
    assertThat(thrown).hasSize(3).hasOnlyElementsOfType(CancellationException.class);
    everyIndexOnce(1000, 1);
  }

  /** A worker that runs the long one has nobody to share its ranges with. */
  @Test
  void theFirstOfTwoRunsOnTheCaller() {
    for (int repeat = 0; repeat < 5_000; repeat++) {
      Thread[] ran = new Thread[2];
      Pool.both(() -> ran[0] = Thread.currentThread(), () -> ran[1] = Thread.currentThread());
      assertThat(ran[0]).isSameAs(Thread.currentThread());
      assertThat(ran[1]).isNotNull();
    }
  }

  @Test
  void oneOfTwoFails() {
    AtomicBoolean other = new AtomicBoolean();
    Runnable fails =
        () -> {
          throw new IllegalStateException("of two");
        };
    assertThatThrownBy(() -> Pool.both(fails, () -> other.set(true))).hasMessage("of two");
    assertThat(other).isTrue();
    other.set(false);
    assertThatThrownBy(() -> Pool.both(() -> other.set(true), fails)).hasMessage("of two");
    assertThat(other).isTrue();
  }
}
