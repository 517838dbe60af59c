package org.probity.inference.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.policy.Policies.ALL;
import static org.probity.inference.policy.Policies.ID;
import static org.probity.inference.policy.Policies.KEY;
import static org.probity.inference.policy.Policies.NOW;
import static org.probity.inference.policy.Policies.policy;
import static org.probity.inference.policy.Policies.signed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.inference.Mutations;
import org.probity.inference.json.InvalidFileException;

/** What policies do not say is an error. */
class PolicyReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"suite\": \"a\", \"suite\": \"b\"             | one field twice",
        "\"suite\": \"a\", \"s\\u0075ite\": \"b\"       | one field twice",
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
        "\"models\": []                               | one field twice",
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
}
