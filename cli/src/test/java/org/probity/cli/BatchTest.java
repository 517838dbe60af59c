package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.api.file.OutputLock;

/** Many samples: in one certificate, or in a certificate each. */
class BatchTest {
  private static final String HEADER = "case,age,\"in,come=[0]\",\"in,come=[1]\"\n";
  private static final String ROWS =
      HEADER + "A/1,0.25,-0.5,0.8125\n\"b, c\",0.5,0.28125,0.125\nlast,-0.5,0,0.0625\n";
  private static final String COMMITTED = "in\\,come\\==committed";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static TwoModels models;
  private static Path rows;

  @BeforeAll
  static void register() throws IOException {
    models = TwoModels.in(shared);
    rows = Files.writeString(shared.resolve("rows.csv"), ROWS);
  }

  private static Object[] prove(Path input, Path target, Object... more) {
    List<Object> args = new ArrayList<>(List.of("prove", models.scorer(), input, "-o", target));
    args.addAll(List.of("--labels", "case", "--visibility", COMMITTED));
    args.addAll(Arrays.asList(more));
    return args.toArray();
  }

  private static Object[] each(Path input, Path target, Object... more) {
    Object[] args = Arrays.copyOf(prove(input, target, more), 9 + more.length + 1);
    args[args.length - 1] = "--each";
    return args;
  }

  private static JsonNode json(Commands.Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  private static void assertRefused(String reason, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains(reason).doesNotContain("0.8125", "0.28125");
  }

  private static Map<String, FileTime> times(Path folder) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try {
          times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
        } catch (NoSuchFileException _) {
          // Meanwhile moved to its own name.
        }
      }
    }
    return times;
  }

  @Test
  void oneCertificateForAll() throws IOException {
    Path target = folder.resolve("c.json");
    TwoModels.ok(prove(rows, target, "--batch"));
    Path receipts = folder.resolve("c.json.receipts");
    assertThat(times(receipts).keySet())
        .containsExactly(
            "A%2f1.in_come_.receipt", "b%2c%20c.in_come_.receipt", "last.in_come_.receipt");
    JsonNode statement =
        json(TwoModels.ok("verify", target, "--key", models.scorerKey(), "--json"))
            .get("statement");
    assertThat(statement.get("labels"))
        .extracting(JsonNode::asText)
        .containsExactly("A/1", "b, c", "last");
    // Each opens its own item and no other.
    Path second = receipts.resolve("b%2c%20c.in_come_.receipt");
    assertThat(TwoModels.ok("receipt", "check", target, second).out())
        .contains("(input 'in,come=', item 2)", "0.28125")
        .contains("item     \"b, c\"");
    String file = Files.readString(second);
    assertThat(file).contains("\"item\": 1");
    assertThat(Files.getPosixFilePermissions(second))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** Receipts that a new certificate would leave behind are neither lost nor taken for its own. */
  @Test
  void receiptsOfAnEarlierCertificateAreNotLeftBehind() throws IOException {
    Path target = folder.resolve("c.json");
    Path receipts = folder.resolve("c.json.receipts");
    TwoModels.ok(prove(rows, target, "--batch"));
    Path fewer = Files.writeString(folder.resolve("fewer.csv"), HEADER + "last,-0.5,0,0.0625\n");
    byte[] certificate = Files.readAllBytes(target);
    Map<String, FileTime> before = times(receipts);
    String reason = "is a receipt of an earlier certificate of this name";
    assertRefused("A%2f1.in_come_.receipt: " + reason, prove(fewer, target, "--batch"));
    assertRefused(reason, prove(fewer, target));
    assertRefused(reason, "prove", models.scorer(), fewer, "-o", target, "--labels", "case");
    assertThat(target).hasBinaryContent(certificate);
    assertThat(times(receipts)).isEqualTo(before);
    // The same once more replaces all of them.
    TwoModels.ok(prove(rows, target, "--batch"));
    Path last = receipts.resolve("last.in_come_.receipt");
    TwoModels.ok("receipt", "check", target, last, "--key", models.scorerKey());

    Path single = folder.resolve("single.json");
    TwoModels.ok(prove(fewer, single));
    assertRefused("single.json.in_come_.receipt: " + reason, prove(rows, single, "--batch"));
    // Receipts of a file whose name begins alike are another certificate's.
    TwoModels.ok(prove(fewer, folder.resolve("single")));
  }

  /** Files of two runs at a time would not belong together. */
  @Test
  void oneRunAtATime() throws IOException {
    Path target = Files.createDirectory(folder.resolve("each"));
    Path certificate = folder.resolve("c.json");
    try (OutputLock _ = OutputLock.of(target.resolve("probity.journal"));
        OutputLock _ = OutputLock.of(certificate)) {
      assertRefused("another run of probity is writing there", each(rows, target));
      assertRefused("another run of probity is writing there", prove(rows, certificate, "--batch"));
    }
    TwoModels.ok(each(rows, target));
    TwoModels.ok(prove(rows, certificate, "--batch"));
    assertThat(times(target).keySet()).noneMatch(name -> name.endsWith(".lock"));
    assertThat(times(folder).keySet()).noneMatch(name -> name.endsWith(".lock"));
  }

  @Test
  void aCertificateForEach() throws IOException {
    Path target = folder.resolve("each");
    JsonNode first = json(TwoModels.ok(each(rows, target, "--json")));
    assertThat(first.get("proven").asInt()).isEqualTo(3);
    Path one = target.resolve("b%2c%20c.json");
    Path receipt = target.resolve("b%2c%20c.in_come_.receipt");
    assertThat(TwoModels.ok("receipt", "check", one, receipt, "--key", models.scorerKey()).out())
        .contains("0.28125", "\"b, c\"");
    assertThat(Files.getPosixFilePermissions(target.resolve("probity.journal")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.readString(target.resolve("probity.journal"))).doesNotContain("0.28125");

    assertThat(TwoModels.ok("inspect", target.resolve("probity.journal")).out())
        .contains("Journal of prove --each", "items    3")
        .doesNotContain("0.28125");

    // What is finished stays as it is; what is missing is made, and rows may follow.
    Map<String, FileTime> before = times(target);
    Files.delete(target.resolve("last.json"));
    Path more = Files.writeString(folder.resolve("more.csv"), ROWS + "new,0.125,0.25,0.5\n");
    JsonNode second = json(TwoModels.ok(each(more, target, "--json")));
    assertThat(second.get("proven").asInt()).isEqualTo(2);
    assertThat(second.get("kept").asInt()).isEqualTo(2);
    assertThat(times(target)).containsEntry("A%2f1.json", before.get("A%2f1.json"));
    assertThat(times(target)).containsKeys("last.json", "new.json", "new.in_come_.receipt");
  }

  /** Nothing of another run is kept, and nothing of this one is lost. */
  @Test
  void anythingElseIsRefused() throws IOException {
    Path target = folder.resolve("each");
    TwoModels.ok(each(rows, target));
    Map<String, FileTime> before = times(target);
    assertRefused("it was begun with another context", each(rows, target, "--context", "x"));
    assertRefused(
        "it was begun with port 'age' hidden", each(rows, target, "--visibility", "age=public"));
    Path other = Files.writeString(folder.resolve("other.csv"), ROWS.replace("0.125", "0.25"));
    assertRefused("it was begun with other values of item b%2c%20c", each(other, target));
    Path fewer = Files.writeString(folder.resolve("fewer.csv"), HEADER + "A/1,0.25,-0.5,0.8125\n");
    assertRefused("it was begun with an item b%2c%20c, which is gone", each(fewer, target));
    Path rate = Files.writeString(folder.resolve("r.csv"), "rating,rate\n0.25,0.5\n");
    assertRefused(
        "it was begun with another model", "prove", models.decider(), rate, "-o", target, "--each");
    assertThat(times(target)).isEqualTo(before);
  }

  /**
   * Files of the folder that were exchanged, or whose receipts are gone, are not taken for done.
   */
  @Test
  void whatIsKeptIsChecked() throws IOException {
    Path target = folder.resolve("each");
    TwoModels.ok(each(rows, target));
    Path one = target.resolve("A%2f1.json");
    Path last = target.resolve("last.json");
    byte[] original = Files.readAllBytes(last);
    Files.write(last, Files.readAllBytes(one));
    assertRefused("is not what this run would have written: it is of another", each(rows, target));
    byte[] damaged = original.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(last, damaged);
    assertRefused("last.json: ", each(rows, target));
    Files.write(last, original);
    Path receipt = target.resolve("last.in_come_.receipt");
    byte[] own = Files.readAllBytes(receipt);
    Files.write(receipt, Files.readAllBytes(target.resolve("A%2f1.in_come_.receipt")));
    assertRefused("last.in_come_.receipt: does not go with", each(rows, target));
    Files.delete(receipt);
    assertRefused("last.in_come_.receipt: no such file", each(rows, target));
    Files.write(receipt, own);
    TwoModels.ok(each(rows, target));

    Path strange = Files.createDirectory(folder.resolve("strange"));
    Files.write(strange.resolve("last.json"), original);
    assertRefused("is not empty, and no journal says what is in it", each(rows, strange));
    assertThat(times(strange).keySet()).containsExactly("last.json");
    Path model = models.scorer();
    assertRefused("is the folder of a registered model", each(rows, model));
    assertThat(model.resolve("probity.journal")).doesNotExist();
    Path journal = target.resolve("probity.journal");
    Files.writeString(journal, Files.readString(journal).replace("hidden", "public"));
    assertRefused("probity.journal: the file is damaged", each(rows, target));
  }

  /** Certificates that hold, with their receipts, of runs with the same labels. */
  @Test
  void whatIsKeptIsOfThisRun() throws IOException {
    Path target = folder.resolve("each");
    TwoModels.ok(each(rows, target));
    Path others =
        Files.writeString(
            folder.resolve("others.csv"), ROWS.replace("-0.5,0,0.0625", "-0.5,0.5,0.5"));
    Path values = folder.resolve("values");
    TwoModels.ok(each(others, values));
    keep("last", values, target);
    assertRefused("it is of other values", each(rows, target));
    Path shown = folder.resolve("shown");
    TwoModels.ok(each(rows, shown, "--visibility", "age=public"));
    keep("last", shown, target);
    assertRefused("port 'age' is public", each(rows, target));
  }

  private static void keep(String item, Path from, Path to) throws IOException {
    for (String name : List.of(item + ".json", item + ".in_come_.receipt")) {
      Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A fingerprint of known inputs is not found without the model secret. */
  @Test
  void journalsOfEqualInputsHaveNothingInCommon() throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      Path target = folder.resolve(name);
      TwoModels.ok(each(rows, target));
      JsonNode journal = new ObjectMapper().readTree(target.resolve("probity.journal").toFile());
      journal.get("fingerprints").forEach(f -> all.add(f.asText()));
    }
    assertThat(all).hasSize(6).doesNotHaveDuplicates();
  }

  /** Whenever a run is killed, what stands under its name is whole, and the next run goes on. */
  @ParameterizedTest
  @CsvSource({"probity.journal, true", "A%2f1.json, true", ".part, false"})
  void interrupted(String moment, boolean forcibly) throws Exception {
    Path target = Files.createDirectory(folder.resolve("each"));
    Child child = Child.command(each(rows, target));
    while (times(target).keySet().stream().noneMatch(name -> name.contains(moment))) {
      assertThat(child.isAlive()).isTrue();
    }
    if (forcibly) {
      child.kill();
    } else {
      child.interrupt();
    }
    child.await();
    Map<String, FileTime> before = times(target);
    TwoModels.ok(each(rows, target));
    for (String name : List.of("A%2f1", "b%2c%20c", "last")) {
      String file = name + ".json";
      if (before.containsKey(file)) {
        assertThat(times(target)).containsEntry(file, before.get(file));
      }
      Path receipt = target.resolve(name + ".in_come_.receipt");
      TwoModels.ok("receipt", "check", target.resolve(file), receipt, "--key", models.scorerKey());
    }
  }

  /** A limit on the size of files stands for a full disk. */
  @Test
  void onAFullDisk() throws Exception {
    Path target = Files.createDirectory(folder.resolve("each"));
    List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -f 4; exec \"$@\"", "sh"));
    words.addAll(Child.java(Main.class, each(rows, target)));
    Commands.Result result = Child.start(words).await();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).contains("A%2f1.json: cannot be written");
    assertThat(times(target).keySet()).containsExactly("probity.journal");
    TwoModels.ok(each(rows, target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "last,-0.5,0,7          | rows.csv: line 4, column 'in,come=[1]' is outside the declared",
        "last,-0.5,0,x          | rows.csv: line 4, column 'in,come=[1]', input 'in,come=' is not"
            + " a",
        "last,-0.5,0            | rows.csv: line 4 has 3 columns, the header has 4",
        "A/1,-0.5,0,0           | rows.csv: line 4, column 'case' has the label of a line before",
        "NONE,-0.5,0,0          | rows.csv: line 4, column 'case': the item has no name",
        "a/1,-0.5,0,0           | rows.csv: labels 1 and 3 differ by no more than case",
      })
  void anErrorNamesFileRowAndColumn(String row, String reason) throws IOException {
    String text = ROWS.substring(0, ROWS.indexOf("last")) + row.replace("NONE", "") + "\n";
    Path input = Files.writeString(folder.resolve("rows.csv"), text, StandardCharsets.UTF_8);
    Path target = folder.resolve("out");
    assertRefused(reason, prove(input, target, "--batch"));
    assertRefused(reason, each(input, target));
    // Before any proof has started.
    assertThat(target).doesNotExist();
  }

  @Test
  void wrongUseIsRefused() throws IOException {
    Path target = folder.resolve("c");
    assertRefused("has 3 samples where one is wanted", prove(rows, target));
    Commands.Result both = Commands.run(prove(rows, target, "--each", "--batch"));
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("mutually exclusive");
    Path json = Files.writeString(folder.resolve("i.json"), "{}");
    assertRefused("which alone can have a column of labels", prove(json, target, "--batch"));
    assertRefused(
        "has no column 'name' for labels",
        "prove",
        models.scorer(),
        rows,
        "-o",
        target,
        "--batch",
        "--labels",
        "name");
    assertThat(target).doesNotExist();
  }

  /** One model's scores of a month are the ratings of the next, item by item. */
  @Test
  void batchesAreChained() throws IOException {
    Path scores = folder.resolve("scores.json");
    TwoModels.ok(prove(rows, scores, "--batch", "--visibility", "score=committed"));
    Path rates =
        Files.writeString(folder.resolve("r.csv"), "case,rate\nA/1,0.5\n\"b, c\",0\nlast,0.75\n");
    Path decisions = folder.resolve("decisions.json");
    Path ratings = Files.createDirectory(folder.resolve("ratings"));
    for (String name : List.of("A%2f1", "b%2c%20c", "last")) {
      String file = name + ".score.receipt";
      Files.copy(folder.resolve("scores.json.receipts").resolve(file), ratings.resolve(file));
    }
    TwoModels.ok(
        "prove",
        models.decider(),
        rates,
        "-o",
        decisions,
        "--batch",
        "--labels",
        "case",
        "--share",
        "rating=" + ratings);
    assertThat(
            TwoModels.ok(
                    "verify",
                    scores,
                    decisions,
                    "--key",
                    models.scorerKey(),
                    "--key",
                    models.deciderKey(),
                    "--chain")
                .out())
        .contains(
            "output 'score' of certificate 1 is input 'rating' of certificate 2, for all 3 items");
  }
}
