package org.probity.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.api.input.BadInputException;

class OutputLockTest {
  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (var list = Files.list(folder)) {
      return list.toList();
    }
  }

  @Test
  void isHeldByOneAndLeavesNothing() throws IOException {
    Path target = folder.resolve("c.json");
    try (OutputLock _ = OutputLock.of(target)) {
      assertThatThrownBy(() -> OutputLock.of(target).close())
          .isInstanceOf(BadInputException.class)
          .hasMessage(target + ": another run of probity is writing there");
      OutputLock.of(folder.resolve("d.json")).close();
    }
    OutputLock.of(target).close();
    assertThat(files()).isEmpty();
  }

  /** What a run that was killed has left locks nothing. */
  @Test
  void afterAKill() throws IOException {
    Files.writeString(folder.resolve(".c.json.lock"), "left");
    OutputLock.of(folder.resolve("c.json")).close();
    assertThat(files()).isEmpty();
  }

  @Test
  void whereNothingCanBeWritten() {
    Path target = folder.resolve("missing").resolve("c.json");
    assertThatThrownBy(() -> OutputLock.of(target).close())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(target + ": cannot be written");
  }

  /** Also while its file is removed and made again all the time. */
  @Test
  void neverByTwo() throws Exception {
    Path target = folder.resolve("c.json");
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger held = new AtomicInteger();
    Callable<Void> work =
        () -> {
          for (int i = 0; i < 200; i++) {
            try (OutputLock _ = OutputLock.of(target)) {
              most.accumulateAndGet(holders.incrementAndGet(), Math::max);
              held.incrementAndGet();
              holders.decrementAndGet();
            } catch (BadInputException _) {
              // Another thread has it.
            }
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(work));
      }
      for (Future<Void> one : all) {
        one.get();
      }
    }
    assertThat(held.get()).isPositive();
    assertThat(most.get()).isEqualTo(1);
  }
}
