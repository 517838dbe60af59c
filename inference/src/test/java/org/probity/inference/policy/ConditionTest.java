package org.probity.inference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Encoding.Ordered.Kind;
import org.probity.inference.Check;
import org.probity.inference.certificate.Visibility;

/** Conditions on public values, in the units of the original model. */
class ConditionTest {
  private static Check check(String condition, Decisions decisions) {
    List<Check> checks =
        ConditionParser.parse(condition)
            .check(Decisions.key(), decisions.statement(), Circumstances.at(Instant.EPOCH));
    assertThat(checks).hasSize(1);
    return checks.getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score >= 0.75",
        "score<=0.75",
        "score == 0.75",
        "score == 7.5e-1",
        "score != 0.750000000000000000001",
        "0.5 < score",
        "score > -1",
        "scores[1] == 0.75",
        "scores[0,1] == scores[1]",
        "scores[ 0 , 2 ] == 0.5",
        "max(scores) == score",
        "min(scores) == 0",
        "argmax(scores) == 1",
        "`score` == 0.75",
        "approved",
        "approved == true",
        "approved equals score >= 0.75",
        "class == 'good' equals approved",
        "class != 'bad'",
        "'good' == class",
        "class == 'o''k' equals score < 0",
        "job == 'cook'",
        "job != 'Cook'",
        "age[0] >= 18",
        "age[1] == -7",
        "single[0] == float32(0.7)",
        "single[0] != 0.7",
        "single[1] equals approved",
        "income == 2"
      })
  void hold(String condition) {
    assertThat(check(condition, Decisions.approval()))
        .isEqualTo(Check.passed(Policy.CONDITION, condition));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "score > 0.75                   | not so, score is 0.75",
        "score < scores[2]              | not so, score is 0.75, scores[2] is 0.5",
        "approved equals score > 0.75   | not so, approved is 1, score is 0.75",
        "class == 'bad'                 | not so, class is 'good'",
        "job == 'Cook'                  | not so, job is another text",
        "argmax(scores) == 2            | not so, argmax(scores) is 1",
        "scores >= 0                    | port 'scores' has 3 values: say which, as in [0]",
        "scores[3] >= 0                 | port 'scores' has no value 3",
        "scores[1,0] >= 0               | port 'scores' has no value 1",
        "scores[0,0,0] >= 0             | port 'scores' has 2 axes",
        "nothing != 1                   | the model has no port 'nothing'",
        "max(nothing) != 1              | the model has no port 'nothing'",
        "class != 'goood'               | port 'class' has no category 'goood'",
        "class != 'Good'                | port 'class' has no category 'Good'",
        "class != 1                     | a text is compared with a number",
        "class > 'bad'                  | texts have no order",
        "job != 1                       | a text is compared with a number",
        "score != 'good'                | a text is compared with a number",
        "score                          | 0.75 is neither 0 nor 1",
        "score equals approved          | 0.75 is neither 0 nor 1",
        "class equals approved          | 'good' is neither 0 nor 1",
        "max(class) == 1                | texts have no order",
      })
  void doNotHold(String condition, String reason) {
    assertThat(check(condition, Decisions.approval()))
        .satisfies(
            c -> {
              assertThat(c.hasFailed()).isTrue();
              assertThat(c.detail()).startsWith(condition + ": ").contains(reason);
            });
  }

  /** No relation, no negation and no comparison of comparisons is met by what is not there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "single[0] == single[0]",
        "single[0] != 1",
        "single[0] < 1",
        "single[0] >= 1",
        "max(single) != 0",
        "argmax(single) != 7",
        "single[0]",
        "single[0] < 1 equals single[0] < 1",
        "single[0] > 1 equals approved",
        "approved equals single[0]",
        "income != 7",
        "income == income"
      })
  void notANumberSatisfiesNothing(String condition) {
    int[] codes = Decisions.codes(Kind.FLOAT32, Double.NaN, 1);
    Decisions missing = Decisions.approval().with("single", codes).with("income", -100);
    assertThat(check(condition, missing).hasFailed()).isTrue();
    int[] second = Decisions.codes(Kind.FLOAT32, 1, Double.NaN);
    assertThat(check("max(single) == 1", Decisions.approval().with("single", second)).hasFailed())
        .isTrue();
  }

  @Test
  void infinitiesLieBeyondAllNumbers() {
    int[] codes = Decisions.codes(Kind.FLOAT32, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    Decisions decisions = Decisions.approval().with("single", codes);
    for (String condition :
        List.of(
            "single[0] > 1e300",
            "single[1] < -1e300",
            "single[0] > single[1]",
            "single[0] == single[0]",
            "single[0] != 1")) {
      assertThat(check(condition, decisions).hasPassed()).as(condition).isTrue();
    }
    assertThat(check("single[0] <= 1e300", decisions).hasFailed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMITTED", "HIDDEN"})
  void whatIsNotShownSatisfiesNothing(Visibility visibility) {
    Decisions decisions = Decisions.approval().with("score", visibility);
    for (String condition :
        List.of("score != 100", "max(score) < 100", "score", "approved equals score > 0.5")) {
      assertThat(check(condition, decisions).detail())
          .contains("port 'score' is %s".formatted(visibility.label()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "score >=",
        ">= 1",
        "score => 1",
        "score = 1",
        "score >= 1 and approved",
        "score >= 1 >= 0",
        "score >= 0.5.5",
        "score >= .5",
        "score >= 1e9999",
        "score >= 0x10",
        "score >= NaN(1)",
        "score >= ０.5",
        "1 == 1",
        "'a' == 'a'",
        "1",
        "true",
        "score equals",
        "equals approved",
        "a equals b equals c",
        "scores[] > 1",
        "scores[-1] > 1",
        "scores[1",
        "scores[1.0] > 1",
        "scores[9999999999] > 1",
        "max(scores > 1",
        "max() > 1",
        "avg(scores) > 1",
        "MAX(scores) > 1",
        "float32(1e99) < score",
        "float32('a') < score",
        "`` == 1",
        "`a == 1",
        "class == 'good",
        "class == good' ",
        "sc\u043ere >= 0.5",
        "score\u00a0>= 0.5",
        "score >= 0.5;",
        "score >= 0.5 # comment"
      })
  void areNone(String text) {
    assertThatThrownBy(() -> ConditionParser.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("condition");
  }

  /** Whoever writes a policy may be somebody else than who runs it. */
  @Test
  void parsingTakesNoTime() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String piece : List.of("`", "'", "a", "0", "[", "(", " ", "``", "''", "1e1", "a(")) {
            String text = piece.repeat(1024 / piece.length());
            assertThatThrownBy(() -> ConditionParser.parse(text + "!"))
                .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ConditionParser.parse("a == '" + text))
                .isInstanceOf(IllegalArgumentException.class);
          }
        });
  }
}
