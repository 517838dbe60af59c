package org.probity.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test of one random seed: runs on fixed seeds, the same in every run. {@code
 * -Dprobity.test.fresh=N} adds N fresh seeds for each fixed one: to look for what no change has
 * brought about. A failure names its seed, and {@code -Dprobity.test.seed=SEED} runs that one
 * alone.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(Seeds.Source.class)
@ExtendWith(Seeds.Replay.class)
public @interface Seeds {
  /** How many fixed seeds. */
  int value();

  /** Draws the seeds. */
  final class Source implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Long replayed = Long.getLong("probity.test.seed");
      if (replayed != null) {
        return Stream.of(Arguments.of(replayed));
      }
      int count = context.getRequiredTestMethod().getAnnotation(Seeds.class).value();
      LongStream fixed = new SplittableRandom(20240917).longs(count);
      LongStream fresh =
          new SplittableRandom().longs((long) count * Integer.getInteger("probity.test.fresh", 0));
      return LongStream.concat(fixed, fresh).mapToObj(Arguments::of);
    }
  }

  /** Puts the seed in front of what went wrong. */
  final class Replay implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable e) {
      throw new AssertionError(context.getDisplayName() + ": " + e.getMessage(), e);
    }
  }
}
