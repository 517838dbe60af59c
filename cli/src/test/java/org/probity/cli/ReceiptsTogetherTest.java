package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** A folder stands for the receipts in it; those of all customers do not go together. */
  @Test
  void aFolderStandsForItsReceipts(@TempDir Path own) throws IOException {
    for (String column : List.of("fuel", "bm")) {
      Files.copy(receipt("P-1007", column), own.resolve(column + ".receipt"));
    }
    Files.writeString(own.resolve("notes.txt"), "not a receipt");
    assertThat(check(own).out()).startsWith("The certificate is about this data (2 receipts, item");
    assertThat(Commands.run("receipt", "show", own).out()).startsWith("2 receipts, item 7");
    assertThat(check(file("month.json.receipts")).err())
        .contains("different items")
        .hasLineCount(1);
    Path empty = Files.createDirectory(own.resolve("empty"));
    assertThat(check(empty).err()).contains("no files that end in .receipt").hasLineCount(1);
  }

  /** The applicant's page of a model with one input for each column. */
  @Test
  void aPageShowsAllOfThem(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("page.html");
    Commands.Result result =
        Commands.run(
            "show",
            file("month.json"),
            "-o",
            page,
            "--key",
            file("tariff/model.key"),
            "--receipt",
            receipt("P-1007", "fuel"),
            receipt("P-1007", "bm"),
            "--receipt",
            receipt("P-1007", "use"));
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(Files.readString(page))
        .contains("Your receipts open", "item 7, P-1007", "\"gasoline\"", "\"private\"");
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** One that does not open is enough, here too: nothing is shown of the others. */
  @Test
  void aPageIsForAllOrNone(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("page.html");
    Commands.Result result =
        Commands.run(
            "show",
            file("month.json"),
            "-o",
            page,
            "--receipt",
            receipt("P-1001", "fuel"),
            file("price.json.bm.receipt"));
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.out()).contains("REJECTED, it shows no receipt");
    assertThat(Files.readString(page))
        .contains("Not about these receipts")
        .doesNotContain("gasoline", "Your receipts open");
    result =
        Commands.run(
            "show",
            file("month.json"),
            "-o",
            page,
            "--receipt",
            receipt("P-1001", "fuel"),
            receipt("P-1002", "bm"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("different items").hasLineCount(1);
  }
}
