package org.probity.inference.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.inference.Check;
import org.probity.inference.Expectations;
import org.probity.inference.Mutations;
import org.probity.inference.Outcome;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import org.probity.inference.signature.Validity;

/** What policies demand is checked, whatever is in the way; what they do not say is an error. */
class PolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final SigningKey KEY = SigningKey.generate();
  private static final Validity VALID =
      new Validity(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));
  private static final String ID = Decisions.key().modelId();

  /** Demands of every kind, all of which an approval meets. */
  private static final String ALL =
      """
      {"format": "probity policy", "version": 1,
       "models": ["%s"],
       "suite": "grumpkin-sha256",
       "registration": "required",
       "visibilities": [{"role": "input", "allowed": ["public", "committed"]},
                        {"port": "class", "allowed": ["public"]}],
       "context": {"pattern": "loan * of {date}", "maxAgeHours": 24},
       "origin": {"part": "whole", "prefixes": ["none"], "file": "%s"},
       "batch": {"min": 1, "max": 3},
       "conditions": ["score >= 0.75", "class == 'good' equals approved"]}
      """
          .formatted(ID, "ab".repeat(32));

  private static List<Check> check(String policy, Statement statement) throws InvalidFileException {
    return check(policy, statement, Circumstances.at(NOW));
  }

  private static List<Check> check(String policy, Statement statement, Circumstances circumstances)
      throws InvalidFileException {
    return Policy.decode(policy.getBytes(UTF_8))
        .requirement(circumstances)
        .check(Decisions.key(), statement);
  }

  private static List<String> failures(List<Check> checks) {
    return checks.stream().filter(Check::hasFailed).map(c -> c.name() + ": " + c.detail()).toList();
  }

  /** The names of the checks that have failed. */
  private static List<String> failed(List<Check> checks) {
    return checks.stream().filter(Check::hasFailed).map(Check::name).distinct().toList();
  }

  private static String policy(String fields) {
    return """
    {"format": "probity policy", "version": 1, "models": ["%s"], %s}
    """
        .formatted(ID, fields);
  }

  @Test
  void whatIsDemandedPasses() throws Exception {
    List<Check> checks = check(ALL, Decisions.approval().statement());
    assertThat(failures(checks)).isEmpty();
    assertThat(checks).extracting(Check::outcome).containsOnly(Outcome.PASSED);
  }

  @Test
  void aVerdictListsWhatIsNotDemanded() throws Exception {
    String least = policy("\"registration\": \"required\"");
    assertThat(check(least, Decisions.approval().statement()))
        .filteredOn(c -> c.outcome() == Outcome.NOT_CHECKED)
        .extracting(Check::name)
        .containsExactlyInAnyOrder(
            Policy.SUITE,
            Policy.VISIBILITY,
            Policy.CONTEXT,
            Policy.FRESHNESS,
            Policy.ORIGIN,
            Policy.BATCH,
            Policy.CONDITION);
  }

  /** With the proof, and under another context as well. */
  @Test
  void realCertificates() throws Exception {
    String text = ALL.replaceAll("(?s)\"origin\".*?},\n", "");
    Policy policy = Policy.decode(text.getBytes(UTF_8));
    Expectations demand = Expectations.none().and(policy.requirement(Circumstances.at(NOW)));
    Certificate good = Decisions.certificate(Decisions.CONTEXT);
    assertThat(Verifier.verify(Decisions.key(), good.encode(), demand).reason()).isEmpty();
    Verdict other =
        Verifier.verify(Decisions.key(), Decisions.certificate("loan 1").encode(), demand);
    assertThat(other.reason()).contains("the context is not of the form loan * of {date}");
    assertThat(other.checks())
        .filteredOn(c -> c.name().equals(Check.PROOF))
        .extracting(Check::outcome)
        .containsExactly(Outcome.NOT_CHECKED);
    // Replayed: the proof of another context under the words that the policy wants.
    Statement s = good.statement();
    Statement replayed =
        new Statement(
            s.modelId(),
            1,
            List.of(),
            s.origin(),
            s.ports(),
            "loan 1 of 2026-11-26".getBytes(UTF_8));
    Verdict replay =
        Verifier.verify(Decisions.key(), new Certificate(replayed, good.proof()), demand);
    assertThat(replay.checks().getLast().name()).isEqualTo(Check.PROOF);
    assertThat(replay.accepted()).isFalse();
    // Under the name of another model that the policy allows, but whose key this is not.
    Policy both =
        Policy.decode(
            text.replace("[\"" + ID, "[\"" + "cd".repeat(32) + "\", \"" + ID).getBytes(UTF_8));
    Statement renamed =
        new Statement("cd".repeat(32), 1, List.of(), s.origin(), s.ports(), s.context());
    Verdict swapped =
        Verifier.verify(
            Decisions.key(),
            new Certificate(renamed, good.proof()),
            Expectations.none().and(both.requirement(Circumstances.at(NOW))));
    assertThat(failed(swapped.checks())).containsExactly(Check.MODEL);
    // No policy makes up for a proof.
    byte[] flipped = good.proof();
    flipped[7] ^= 1;
    assertThat(Verifier.verify(Decisions.key(), new Certificate(s, flipped), demand).accepted())
        .isFalse();
  }

  /** A policy looks at ports only where they are the model's: else "output" would be anything. */
  @Test
  void portsInOtherRoles() throws Exception {
    Policy policy =
        Policy.decode(
            policy("\"visibilities\": [{\"role\": \"output\", \"allowed\": [\"public\"]}]")
                .getBytes(UTF_8));
    Expectations demand = Expectations.none().and(policy.requirement(Circumstances.at(NOW)));
    Certificate good = Decisions.certificate("");
    List<PortClaim> ports = new ArrayList<>(good.statement().ports());
    PortClaim score = ports.getFirst();
    ports.set(
        0,
        new PortClaim(
            score.name(),
            PortClaim.Role.OUTPUT,
            score.visibility(),
            score.fraction(),
            score.encoding(),
            score.values(),
            score.commitment()));
    Certificate forged = new Certificate(good.statement().withPorts(ports), good.proof());
    Verdict verdict = Verifier.verify(Decisions.key(), forged, demand);
    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.checks())
        .contains(
            Check.failed(Check.PORTS, "port 0 is not the model's input there"),
            Check.notChecked(Check.POLICY, "another check has failed"));
  }

  /** Of two fields with one name, one reader sees this and the other that. */
  @Test
  void certificatesThatSayTwoThings() throws Exception {
    String good = new String(Decisions.certificate("loan 1").encode(), UTF_8);
    for (String forged :
        List.of(
            good.replace("\"context\":", "\"context\": \"text:loan 2\",\n  \"context\":"),
            good.replace("\"context\":", "\"conte\\u0078t\": \"text:loan 2\",\n  \"context\":"),
            good.replace("\"context\":", "\"note\": \"text:loan 2\",\n  \"context\":"),
            good.replace("\"context\":", "\"Context\": \"text:loan 2\",\n  \"context\":"))) {
      assertThat(forged).isNotEqualTo(good);
      byte[] file = forged.getBytes(UTF_8);
      try {
        file = Documents.write(Documents.parse(file), "checksum");
      } catch (InvalidFileException e) {
        assertThat(e).hasMessageContaining("well-formed");
      }
      Verdict verdict = Verifier.verify(Decisions.key(), file, Expectations.none());
      assertThat(verdict.checks().getFirst().name()).isEqualTo(Check.FILE);
      assertThat(verdict.checks().getFirst().hasFailed()).isTrue();
    }
  }

  @Test
  void otherModels() throws Exception {
    assertThat(failed(check(ALL, Decisions.approval().ofModel("cd".repeat(32)).statement())))
        .containsExactly(Policy.MODELS);
    String two = ALL.replace("[\"" + ID, "[\"" + "cd".repeat(32) + "\", \"" + ID);
    assertThat(failures(check(two, Decisions.approval().statement()))).isEmpty();
  }

  private static String signed(String more) {
    return """
    {"format": "probity policy", "version": 1,
     "modelList": {"file": "bank.list", "signer": "%s"%s}}
    """
        .formatted(KEY.signer().id(), more);
  }

  private static byte[] list(SigningKey key, Validity validity, String model, String version) {
    return ModelList.sign(key, validity, List.of(new Endorsement(model, "Credit", version)))
        .encode();
  }

  private static List<String> failures(String policy, byte[] list) throws InvalidFileException {
    Circumstances circumstances = Circumstances.at(NOW).withModelList(list);
    return failures(check(policy, Decisions.approval().statement(), circumstances));
  }

  @Test
  void signedLists() throws Exception {
    byte[] good = list(KEY, VALID, ID, "2.1");
    assertThat(failures(signed(""), good)).isEmpty();
    assertThat(failures(signed(", \"name\": \"Credit\", \"versions\": [\"2.0\", \"2.1\"]"), good))
        .isEmpty();
    assertThat(failures(signed(", \"name\": \"credit\""), good))
        .containsExactly("policy.models: the model list calls the model Credit 2.1, not credit");
    assertThat(failures(signed(", \"versions\": [\"2.0\"]"), good))
        .containsExactly("policy.models: the policy does not allow this version: Credit 2.1");
    assertThat(failures(signed(""), list(SigningKey.generate(), VALID, ID, "2.1")).getFirst())
        .contains("signed by another signer");
    assertThat(failures(signed(""), list(KEY, VALID, "cd".repeat(32), "2.1")).getFirst())
        .contains("does not have model " + ID);
    Validity past = new Validity(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
    assertThat(failures(signed(""), list(KEY, past, ID, "2.1")).getFirst()).contains("expired");
    Validity future = new Validity(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)));
    assertThat(failures(signed(""), list(KEY, future, ID, "2.1")).getFirst())
        .contains("not valid before");
    // A list that is none, or not there, is no reason to look away.
    Mutations.of(good)
        .skip(40)
        .limit(200)
        .forEach(
            file -> {
              try {
                assertThat(failures(signed(""), file)).isNotEmpty();
              } catch (InvalidFileException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(failures(check(signed(""), Decisions.approval().statement())))
        .containsExactly("policy.models: the policy demands a signed model list; none is given");
  }

  @ParameterizedTest
  @CsvSource({
    "input, committed, score, COMMITTED, true",
    "input, public, score, COMMITTED, false",
    "input, committed, score, HIDDEN, false",
    "output, public, class, HIDDEN, false",
    "output, public, class, COMMITTED, false",
    "output, public, score, COMMITTED, true"
  })
  void visibilities(String role, String allowed, String port, Visibility visibility, boolean passes)
      throws Exception {
    Decisions decisions = Decisions.approval();
    if (allowed.equals("committed")) {
      for (String input :
          List.of("score", "income", "scores", "single", "approved", "age", "job")) {
        decisions.with(input, Visibility.COMMITTED);
      }
    }
    String rule =
        "\"visibilities\": [{\"role\": \"%s\", \"allowed\": [\"%s\"]}]".formatted(role, allowed);
    List<Check> checks = check(policy(rule), decisions.with(port, visibility).statement());
    assertThat(failed(checks)).hasSize(passes ? 0 : 1);
  }

  /** Names are compared byte by byte: no folding of case, no other letters that look alike. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Score",
        "SCORE",
        "sc\u043ere",
        "\uff53core",
        "score ",
        "score\u200b",
        "score\u0301"
      })
  void portsThatDoNotExist(String name) throws Exception {
    String rule =
        "\"visibilities\": [{\"port\": \"%s\", \"allowed\": [\"public\", \"hidden\"]}]"
            .formatted(name);
    assertThat(failures(check(policy(rule), Decisions.approval().statement())))
        .containsExactly(
            "policy.visibility: the model has no port '%s' (it has: score, income, scores,"
                    .formatted(name)
                + " single, approved, age, job, class)");
    String condition = "\"conditions\": [\"`%s` != 100\"]".formatted(name);
    assertThat(failures(check(policy(condition), Decisions.approval().statement())))
        .singleElement()
        .asString()
        .contains("the model has no port");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-26, true",
    "2026-11-25, false",
    "2026-11-27, false",
    "2026-11-31, false",
    "2026-1-26, false",
    "0026-11-26, false",
    "+026-11-26, false",
    "２０２６-11-26, false"
  })
  void freshness(String date, boolean passes) throws Exception {
    List<Check> checks = check(ALL, Decisions.approval().bound("loan 1 of " + date).statement());
    assertThat(failed(checks).isEmpty()).isEqualTo(passes);
    assertThat(failed(checks)).isSubsetOf(Policy.CONTEXT, Policy.FRESHNESS);
  }

  @Test
  void secondsAndClocks() throws Exception {
    String policy = policy("\"context\": {\"pattern\": \"{time}\", \"maxAgeHours\": 1}");
    Function<String, List<String>> failures =
        time -> {
          try {
            return failed(check(policy, Decisions.approval().bound(time).statement()));
          } catch (InvalidFileException e) {
            throw new AssertionError(e);
          }
        };
    assertThat(failures.apply("2026-11-26T12:00:00Z")).isEmpty();
    assertThat(failures.apply("2026-11-26T11:00:00Z")).isEmpty();
    assertThat(failures.apply("2026-11-26T10:59:59Z")).containsExactly(Policy.FRESHNESS);
    assertThat(failures.apply("2026-11-26T12:05:00Z")).isEmpty();
    assertThat(failures.apply("2026-11-26T12:05:01Z")).containsExactly(Policy.FRESHNESS);
    assertThat(failures.apply("2026-11-26T24:00:00Z")).containsExactly(Policy.CONTEXT);
    assertThat(failures.apply("2026-11-26t12:00:00z")).containsExactly(Policy.CONTEXT);
    assertThat(failures.apply("2026-11-26T12:00:00Z ")).containsExactly(Policy.CONTEXT);
  }

  @Test
  void nonces() throws Exception {
    String policy = policy("\"context\": {\"pattern\": \"loan * for {nonce}\"}");
    Statement statement = Decisions.approval().bound("loan 1 for 8f2e").statement();
    Circumstances now = Circumstances.at(NOW);
    assertThat(failures(check(policy, statement, now.withNonce("8f2e")))).isEmpty();
    assertThat(failed(check(policy, statement, now.withNonce("8f2f"))))
        .containsExactly(Policy.CONTEXT);
    assertThat(failed(check(policy, statement, now.withNonce("8f2"))))
        .containsExactly(Policy.CONTEXT);
    assertThat(failures(check(policy, statement, now)))
        .containsExactly("policy.context: the policy demands a nonce; none is given");
    // A nonce that nobody looks at is a mistake of the verifier's.
    for (String other :
        List.of(
            "\"suite\": \"grumpkin-sha256\"",
            "\"context\": {\"text\": \"loan 1 for 8f2e\"}",
            "\"context\": {\"pattern\": \"loan * for 8f2e\"}")) {
      assertThat(failures(check(policy(other), statement, now.withNonce("8f2e"))))
          .containsExactly("policy.freshness: the policy has no place for the nonce");
    }
    assertThatThrownBy(() -> now.withNonce("")).hasMessageContaining("1 to 256");
  }

  @Test
  void exactContexts() throws Exception {
    String text = policy("\"context\": {\"text\": \"Kredit für 4711\"}");
    assertThat(failures(check(text, Decisions.approval().bound("Kredit für 4711").statement())))
        .isEmpty();
    for (String other : List.of("Kredit fu\u0308r 4711", "kredit für 4711", "Kredit für 4711\0")) {
      assertThat(failed(check(text, Decisions.approval().bound(other).statement())))
          .containsExactly(Policy.CONTEXT);
    }
    byte[] bytes = {0, (byte) 0xff, 'a'};
    String hex = policy("\"context\": {\"hex\": \"" + HexFormat.of().formatHex(bytes) + "\"}");
    assertThat(failures(check(hex, Decisions.approval().bound(bytes).statement()))).isEmpty();
    String pattern = policy("\"context\": {\"pattern\": \"*\"}");
    assertThat(failed(check(pattern, Decisions.approval().bound(bytes).statement())))
        .containsExactly(Policy.CONTEXT);
  }

  private static Decisions from(Prefix prefix, List<String> from, List<String> to) {
    return Decisions.approval().with(new Origin("ab".repeat(32), from, to, prefix));
  }

  @Test
  void origins() throws Exception {
    List<String> none = List.of();
    List<String> cut = List.of("/features");
    Decisions open = from(new Prefix.Public("cd".repeat(32)), cut, none);
    Decisions unproven = from(new Prefix.Unproven(), cut, none);
    String silent = policy("\"suite\": \"grumpkin-sha256\"");
    assertThat(failures(check(silent, open.statement()))).isEmpty();
    assertThat(failures(check(silent, Decisions.approval().withoutOrigin().statement()))).isEmpty();
    // Nobody wants this without having said so.
    assertThat(failed(check(silent, unproven.statement()))).containsExactly(Policy.ORIGIN);
    String allowed = policy("\"origin\": {\"prefixes\": [\"unproven\", \"none\"]}");
    assertThat(failures(check(allowed, unproven.statement()))).isEmpty();
    assertThat(failed(check(allowed, open.statement()))).containsExactly(Policy.ORIGIN);
    assertThat(failed(check(allowed, Decisions.approval().withoutOrigin().statement())))
        .containsExactly(Policy.ORIGIN);
    String whole = policy("\"origin\": {\"part\": \"whole\"}");
    assertThat(failures(check(whole, Decisions.approval().statement()))).isEmpty();
    assertThat(failed(check(whole, open.statement()))).containsExactly(Policy.ORIGIN);
    assertThat(failed(check(whole, from(new Prefix.None(), none, cut).statement())))
        .containsExactly(Policy.ORIGIN);
    String digest = policy("\"origin\": {\"publicPrefixes\": [\"%s\"]}".formatted("cd".repeat(32)));
    assertThat(failures(check(digest, open.statement()))).isEmpty();
    assertThat(
            failed(check(digest, from(new Prefix.Public("ce".repeat(32)), cut, none).statement())))
        .containsExactly(Policy.ORIGIN);
    String file = policy("\"origin\": {\"file\": \"%s\"}".formatted("ac".repeat(32)));
    assertThat(failed(check(file, Decisions.approval().statement())))
        .containsExactly(Policy.ORIGIN);
  }

  @Test
  void batches() throws Exception {
    Statement three = Decisions.approval().times(3, "a", "b", "c").statement();
    assertThat(failures(check(ALL, three))).isEmpty();
    assertThat(failures(check(ALL, Decisions.approval().times(4).statement())))
        .containsExactly("policy.batch: the certificate is about 4 inferences; allowed: 1 to 3");
    assertThat(failures(check(policy("\"batch\": {\"labels\": [\"a\", \"b\", \"c\"]}"), three)))
        .isEmpty();
    for (String labels :
        List.of("[\"a\", \"b\"]", "[\"b\", \"a\", \"c\"]", "[\"a\", \"b\", \"C\"]")) {
      assertThat(failures(check(policy("\"batch\": {\"labels\": %s}".formatted(labels)), three)))
          .containsExactly("policy.batch: the certificate does not have the policy's labels");
    }
    assertThat(
            failures(
                check(
                    policy("\"batch\": {\"labels\": \"required\"}"),
                    Decisions.approval().times(3).statement())))
        .containsExactly("policy.batch: the certificate has no labels");
  }

  /** One item of many is enough. */
  @Test
  void oneBadItem() throws Exception {
    Decisions batch = Decisions.approval().times(3, "a", "b", "c");
    Statement bad = batch.with("score", 3, 2, 3).statement();
    assertThat(failures(check(ALL, bad)))
        .containsExactly("policy.condition: item 2 'b': score >= 0.75: not so, score is 0.5");
    for (int item = 0; item < 3; item++) {
      int[] labels = {1, 1, 1};
      labels[item] = 0;
      assertThat(
              failed(check(ALL, Decisions.approval().times(3).with("class", labels).statement())))
          .containsExactly(Policy.CONDITION);
    }
  }

  /** A batch of nothing would meet every condition; it is no statement. */
  @Test
  void aBatchOfNothing() throws Exception {
    assertThatThrownBy(() -> Decisions.approval().times(0).statement())
        .isInstanceOf(IllegalArgumentException.class);
    Certificate good = Decisions.certificate(Decisions.CONTEXT);
    String file = new String(good.encode(), UTF_8);
    for (String count : List.of("0", "-1", "4294967297")) {
      byte[] forged =
          file.replaceFirst("\"context\"", "\"count\": " + count + ",\n  \"context\"")
              .replaceFirst("\"count\": 1,\n", "")
              .getBytes(UTF_8);
      byte[] sealed = Documents.write(Documents.parse(forged), "checksum");
      Verdict verdict = Verifier.verify(Decisions.key(), sealed, Expectations.none());
      assertThat(verdict.checks().getFirst().name()).isEqualTo(Check.FILE);
      assertThat(verdict.accepted()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"suite\": \"a\", \"suite\": \"b\"             | well-formed",
        "\"suite\": \"a\", \"s\\u0075ite\": \"b\"       | well-formed",
        "\"Suite\": \"a\"                             | unknown field 'Suite'",
        "\"suit\u0435\": \"a\"                        | unknown field",
        "\"condition\": [\"score > 1\"]               | unknown field 'condition'",
        "\"suite\": 1                                 | 'suite' is not a string",
        "\"suite\": null                              | unexpected kind",
        "\"suite\": true                              | unexpected kind",
        "\"suite\": \"a\" // comment                  | well-formed",
        "\"suite\": \"a\",                            | well-formed",
        "\"suite\": 'a'                               | well-formed",
        "\"registration\": \"optional\"               | cannot be switched off",
        "\"registration\": \"Required\"               | cannot be switched off",
        "\"registration\": []                         | not a string",
        "\"models\": []                               | well-formed",
        "\"modelList\": {}                            | either in 'models' or",
        "\"visibilities\": []                         | no entry",
        "\"visibilities\": {}                         | not an array",
        "\"visibilities\": [{}]                       | either a 'port' or a 'role'",
        "\"visibilities\": [{\"role\": \"input\"}]    | 'allowed' is missing",
        "\"visibilities\": [{\"role\": \"Input\", \"allowed\": [\"public\"]}] | unknown role"
            + " 'Input'",
        "\"visibilities\": [{\"role\": \"input\", \"allowed\": []}]           | no entry",
        "\"visibilities\": [{\"role\": \"input\", \"allowed\": [\"Public\"]}] | unknown visibility",
        "\"visibilities\": [{\"role\": \"input\", \"allowed\": \"public\"}]   | not an array",
        "\"visibilities\": [{\"role\": \"input\", \"port\": \"a\", \"allowed\": [\"public\"]}] |"
            + " either",
        "\"visibilities\": [{\"role\": \"input\", \"allow\": [\"public\"]}]   | unknown field"
            + " 'allow'",
        "\"context\": \"a\"                           | not an object",
        "\"context\": {}                              | one of 'text', 'hex'",
        "\"context\": {\"text\": \"a\", \"hex\": \"61\"} | one of 'text', 'hex'",
        "\"context\": {\"hex\": \"6\"}                | hexadecimal",
        "\"context\": {\"text\": \"a\", \"maxAgeHours\": 1} | needs a 'pattern'",
        "\"context\": {\"pattern\": \"a\", \"maxAgeHours\": 1} | go together",
        "\"context\": {\"pattern\": \"{date}\"}       | go together",
        "\"context\": {\"pattern\": \"{date}\", \"maxAgeHours\": 0} | not between",
        "\"context\": {\"pattern\": \"{date}\", \"maxAgeHours\": -1} | not between",
        "\"context\": {\"pattern\": \"{date}\", \"maxAgeHours\": 1.5} | not an integer",
        "\"context\": {\"pattern\": \"{date}\", \"maxAgeHours\": 1e9} | not an integer",
        "\"context\": {\"pattern\": \"{date}\", \"maxAgeHours\": 99999999999999999999} | not an"
            + " integer",
        "\"context\": {\"pattern\": \"{date}\", \"maxAgeHours\":"
            + " 100000000000000000000000000000000000} | well-formed",
        "\"context\": {\"pattern\": \"{date}\", \"maxAgeHours\": \"24\"} | not a number",
        "\"context\": {\"pattern\": \"\"}             | is empty",
        "\"origin\": {}                               | demands nothing",
        "\"origin\": {\"part\": \"any\"}              | can only be",
        "\"origin\": {\"prefixes\": [\"all\"]}        | unknown kind of prefix",
        "\"origin\": {\"file\": \"ab\"}               | 64 hexadecimal",
        "\"batch\": {}                                | demands nothing",
        "\"batch\": {\"min\": 0}                      | not between",
        "\"batch\": {\"min\": 5, \"max\": 4}          | not between",
        "\"batch\": {\"labels\": \"optional\"}        | or \"required\"",
        "\"batch\": {\"labels\": [\"a\", \"a\"]}      | an entry twice",
        "\"batch\": {\"labels\": [1]}                 | not a string",
        "\"conditions\": []                           | no entry",
        "\"conditions\": \"score > 1\"                | not an array",
        "\"conditions\": [1]                          | not a string",
      })
  void slipsOfThePen(String field, String reason) {
    assertThatThrownBy(() -> Policy.decode(policy(field).getBytes(UTF_8)))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void otherFiles() {
    for (String file :
        List.of(
            "",
            "{}",
            "[]",
            ALL + "x",
            ALL + ALL,
            ALL.replace("probity policy", "probity certificate"),
            ALL.replace("\"version\": 1", "\"version\": 2"),
            ALL.replace("\"version\": 1", "\"version\": \"1\""),
            ALL.replace(ID, ID.substring(1)),
            ALL.replace(ID, "A" + ID.substring(1)),
            ALL.replaceFirst("\"models\": [^,]*,", ""),
            signed("").replace("bank.list", ""),
            signed("").replace("bank.list", "a\\u0000b"),
            signed(", \"signer\": \"" + KEY.signer().id() + "\""),
            signed("").replace(KEY.signer().id(), "01" + "00".repeat(31)),
            signed(", \"versions\": []"),
            signed(", \"version\": \"2.1\""))) {
      assertThatThrownBy(() -> Policy.decode(file.getBytes(UTF_8)))
          .as(file)
          .isInstanceOf(InvalidFileException.class);
    }
    assertThatThrownBy(() -> Policy.decode(new byte[Policy.MAX_FILE + 1]))
        .hasMessageContaining("larger");
    assertThatThrownBy(() -> Policy.decode(ALL.getBytes(java.nio.charset.StandardCharsets.UTF_16)))
        .isInstanceOf(InvalidFileException.class);
  }

  /** A change of one byte is an error, or changes what is demanded; it never throws. */
  @Test
  void damagedPoliciesDoNotThrow() {
    Mutations.of(ALL.getBytes(UTF_8))
        .forEach(
            file -> {
              try {
                Policy.decode(file)
                    .requirement(Circumstances.at(NOW))
                    .check(Decisions.key(), Decisions.approval().statement());
              } catch (InvalidFileException e) {
                assertThat(e.getMessage()).hasLineCount(1);
              }
            });
  }

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
    all.add(from(new Prefix.Unproven(), List.of("a"), List.of()).statement());
    all.add(from(new Prefix.None(), List.of(), List.of("a")).with("score", 0).statement());
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
