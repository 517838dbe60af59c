package org.probity.inference.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.policy.Policies.ALL;
import static org.probity.inference.policy.Policies.check;
import static org.probity.inference.policy.Policies.failed;
import static org.probity.inference.policy.Policies.withOrigin;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/** No field of a policy changes what another demands. */
class PolicyIndependenceTest {
  /** Statements that fail in one or several ways. */
  private static List<Statement> rejected() {
    Decisions stale = Decisions.approval().bound("loan 1 of 2025-11-26");
    List<Statement> all = new ArrayList<>();
    all.add(stale.statement());
    all.add(stale.with("score", 1).statement());
    all.add(Decisions.approval().bound("lease 1 of 2026-11-26").statement());
    all.add(Decisions.approval().with("score", 2).statement());
    all.add(Decisions.approval().with("class", 0).statement());
    all.add(Decisions.approval().with("class", 0).with("score", Visibility.HIDDEN).statement());
    all.add(Decisions.approval().with("class", Visibility.HIDDEN).statement());
    all.add(Decisions.approval().with("scores", Visibility.HIDDEN).statement());
    all.add(Decisions.approval().ofModel("cd".repeat(32)).statement());
    all.add(Decisions.approval().ofModel("cd".repeat(32)).times(4).statement());
    all.add(Decisions.approval().times(4).statement());
    all.add(Decisions.approval().withoutOrigin().statement());
    all.add(withOrigin(new Prefix.Unproven(), List.of("a"), List.of()).statement());
    all.add(withOrigin(new Prefix.None(), List.of(), List.of("a")).with("score", 0).statement());
    return all;
  }

  /** The checks that a field of a policy stands for. */
  private static List<String> checksOf(String field) {
    return switch (field) {
      case "models" -> List.of(Policy.MODELS);
      case "suite" -> List.of(Policy.SUITE);
      case "visibilities" -> List.of(Policy.VISIBILITY);
      case "context" -> List.of(Policy.CONTEXT, Policy.FRESHNESS);
      case "origin" -> List.of(Policy.ORIGIN);
      case "batch" -> List.of(Policy.BATCH);
      case "conditions" -> List.of(Policy.CONDITION);
      default -> List.of();
    };
  }

  /**
   * Whatever becomes of one field, a statement that was rejected is still rejected, unless all that
   * was wrong with it is what this field was about.
   */
  @Test
  void noFieldWeakensAnother() throws Exception {
    List<Statement> statements = rejected();
    List<List<String>> before = new ArrayList<>();
    for (Statement statement : statements) {
      before.add(failed(check(ALL, statement)));
      assertThat(before.getLast()).isNotEmpty();
    }
    int weaker = 0;
    int policies = 0;
    Json.Fields whole = Documents.parse(ALL.getBytes(UTF_8));
    for (String field : whole.map().keySet()) {
      for (Json.Fields changed : changes(whole, field)) {
        List<List<String>> after = new ArrayList<>();
        try {
          String text = new String(Documents.canonical(changed), UTF_8);
          for (Statement statement : statements) {
            after.add(failed(check(text, statement)));
          }
        } catch (InvalidFileException e) {
          continue;
        }
        policies++;
        for (int i = 0; i < statements.size(); i++) {
          if (after.get(i).isEmpty()) {
            weaker++;
            assertThat(checksOf(field)).as(field).containsAll(before.get(i));
          }
        }
      }
    }
    // Otherwise the test would say nothing.
    assertThat(policies).isGreaterThan(20);
    assertThat(weaker).isGreaterThan(10);
  }

  /** The policy with one field left out, renamed, of another kind, or changed inside. */
  private static List<Json.Fields> changes(Json.Fields policy, String field)
      throws InvalidFileException {
    List<Json.Fields> out = new ArrayList<>();
    out.add(policy.without(field));
    out.add(policy.without(field).put(field.toUpperCase(java.util.Locale.ROOT), policy.get(field)));
    out.add(policy.without(field).put(field + " ", policy.get(field)));
    for (Json value : variants(policy.get(field))) {
      out.add(replaced(policy, field, value));
    }
    return out;
  }

  private static Json.Fields replaced(Json.Fields fields, String name, Json value) {
    Json.Fields copy = new Json.Fields();
    fields.map().forEach((key, old) -> copy.put(key, key.equals(name) ? value : old));
    return copy;
  }

  private static List<Json> variants(Json value) throws InvalidFileException {
    List<Json> out = new ArrayList<>();
    out.add(new Json.Text(""));
    out.add(new Json.Text("none"));
    out.add(new Json.Numeral("0"));
    out.add(new Json.Numeral("1000000"));
    out.add(new Json.Array(List.of()));
    out.add(new Json.Fields());
    switch (value) {
      case Json.Fields fields -> {
        for (String name : fields.map().keySet()) {
          out.addAll(changes(fields, name));
        }
      }
      case Json.Array(List<Json> items) -> {
        for (int i = 0; i < items.size(); i++) {
          List<Json> without = new ArrayList<>(items);
          without.remove(i);
          out.add(new Json.Array(without));
          for (Json variant : variants(items.get(i))) {
            List<Json> with = new ArrayList<>(items);
            with.set(i, variant);
            out.add(new Json.Array(with));
          }
        }
      }
      case Json.Text(String text) -> {
        out.add(new Json.Text(text + " "));
        out.add(new Json.Text(text.toUpperCase(java.util.Locale.ROOT)));
        for (String other :
            List.of("public", "hidden", "input", "output", "*", "{date}", "score")) {
          out.add(new Json.Text(other));
        }
      }
      case Json.Numeral _ -> out.add(new Json.Numeral("3"));
      case Json.Integers _ -> out.add(new Json.Array(List.of(new Json.Text("1"))));
    }
    return out;
  }
}
