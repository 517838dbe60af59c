package org.probity.cli;

import java.io.Console;
import java.time.Duration;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal for work that takes longer than two seconds. */
final class Progress {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration REFRESH = Duration.ofMillis(200);

  private Progress() {}

  static <T> T during(String what, Callable<T> work) throws Exception {
    if (!watched()) {
      return work.call();
    }
    Thread bar = Thread.ofVirtual().start(() -> show(what));
    try {
      return work.call();
    } finally {
      bar.interrupt();
      bar.join();
    }
  }

  /** Whether input and output are a terminal. JDK 25 gives null again where there is none. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean watched() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static void show(String what) {
    try {
      Thread.sleep(PATIENCE);
      try (ProgressBar bar = bar(what)) {
        while (true) {
          Thread.sleep(REFRESH);
          bar.refresh();
        }
      }
    } catch (InterruptedException _) {
      // The work has ended, and with it the bar.
    }
  }

  /** No length: how much work there is left is not known. */
  private static ProgressBar bar(String what) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setInitialMax(-1)
        .setStyle(ProgressBarStyle.ASCII)
        .startsFrom(0, PATIENCE)
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .clearDisplayOnFinish()
        .build();
  }
}
