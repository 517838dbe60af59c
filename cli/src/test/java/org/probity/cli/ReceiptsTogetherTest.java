package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All receipts of an item are checked at once; those of others are not mixed in. */
class ReceiptsTogetherTest {
  private final Played story = Played.named("insurance");

  private Path file(String name) {
    return story.folder().resolve(name);
  }

  private Path receipt(String item, String column) {
    return file("month.json.receipts/" + item + "." + column + ".receipt");
  }

  private Commands.Result check(Path... receipts) {
    List<Object> words = new ArrayList<>(List.of("receipt", "check", file("month.json")));
    words.addAll(List.of(receipts));
    return Commands.run(words.toArray());
  }

  /** In the order of the model's inputs, whatever the order of the files. */
  @Test
  void showsAllValuesOfAnItem() throws IOException {
    List<Object> words = new ArrayList<>(List.of("receipt", "check", file("month.json"), "--json"));
    words.addAll(List.of(receipt("P-1007", "fuel"), receipt("P-1007", "bm")));
    Commands.Result result = Commands.run(words.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode shown = new ObjectMapper().readTree(result.out());
    assertThat(shown.get("receipts"))
        .extracting(node -> node.get("port").asText() + " " + node.get("values").get(0).asText())
        .containsExactly("bm 3.0", "fuel gasoline");
    assertThat(shown.at("/statement/labels/0").asText()).isEqualTo("P-1007");
  }

  @Test
  void doesNotMixItems() {
    Commands.Result result = check(receipt("P-1007", "fuel"), receipt("P-1008", "bm"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("different items").hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void doesNotTakeAPortTwice() {
    Commands.Result result = check(receipt("P-1007", "fuel"), receipt("P-1007", "fuel"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("two receipts of one port").hasLineCount(1);
  }

  /** One that does not open is enough, and nothing is shown of the others. */
  @Test
  void oneThatDoesNotOpenIsEnough() {
    Commands.Result result = check(receipt("P-1007", "ageph"), file("price.json.bm.receipt"));
    assertThat(result.code()).isEqualTo(2);
    result = check(receipt("P-1001", "ageph"), file("price.json.bm.receipt"));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).startsWith("DOES NOT OPEN: ").hasLineCount(1);
  }
}
