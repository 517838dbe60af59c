package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.model.onnx.Attributes;
import org.probity.model.onnx.OnnxFile;

/**
 * A model of a table with columns of texts, truth values and numbers, from its file to a verdict.
 */
class TableModelTest {
  private static final int BOOL = 9;
  private static final int STRING = 8;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path registered;
  private static String registration;

  /** {@code age / 50 + owner + job's number} decides between labels that are texts. */
  private static byte[] model() {
    String ml = "ai.onnx.ml";
    return new OnnxFile(17)
        .opset(ml, 3)
        .input("age", -1, 1)
        .input(OnnxFile.value("owner", BOOL, -1, 1))
        .input(OnnxFile.value("job", STRING, -1, 1))
        .add(
            OnnxFile.node(
                    "LabelEncoder",
                    "job",
                    "number",
                    Attributes.strings("keys_strings", "cook", "Köchin", ""),
                    Attributes.reals("values_floats", 1, 0.5, -1),
                    OnnxFile.realAttribute("default_float", 0.25))
                .string(7, ml))
        .add("Cast", "owner", "owns", OnnxFile.integerAttribute("to", 1))
        .add("Concat", "age,owns,number", "row", OnnxFile.integerAttribute("axis", 1))
        .add(
            OnnxFile.node(
                    "LinearClassifier",
                    "row",
                    "label,scores",
                    Attributes.strings("classlabels_strings", "bad", "good"),
                    Attributes.reals("coefficients", -0.02, -1, -1, 0.02, 1, 1),
                    Attributes.reals("intercepts", 1.5, -1.5),
                    Attributes.string("post_transform", "SOFTMAX"))
                .string(7, ml))
        .output("label", STRING)
        .output("scores")
        .toBytes();
  }

  private static String samples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] jobs = {"cook", "Köchin", "", "clerk"};
    StringBuilder csv = new StringBuilder("owner,job,age\n");
    for (int i = 0; i < count; i++) {
      csv.append(random.nextBoolean() ? "True," : "false,")
          .append(jobs[random.nextInt(4)])
          .append(",")
          .append(random.nextDouble(18, 90))
          .append("\n");
    }
    return csv.toString();
  }

  @BeforeAll
  static void register() throws IOException {
    registered = shared.resolve("model");
    Path file = Files.write(shared.resolve("m.onnx"), model());
    Path calibration = Files.writeString(shared.resolve("calibration.csv"), samples(200, 1));
    // The last one is beyond what calibration has seen.
    Path heldOut =
        Files.writeString(shared.resolve("held.csv"), samples(50, 2) + "true,cook,1000\n");
    registration =
        run("register", file, "--calibrate", calibration, "--held-out", heldOut, "-o", registered);
  }

  private static String run(Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void theReportIsAboutTheHeldOutSamples() throws IOException {
    assertThat(registration)
        .contains("on 50 held-out samples")
        .contains("1 further samples lie outside of the declared domains")
        .contains("label [1]: exact, 0 of 50 rows differ");
    String json = Files.readString(registered.resolve("fidelity.json"));
    assertThat(json).contains("\"samples\":50,\"refused\":1,\"calibration\":false");
    assertThat(json).contains("\"categories\":[\"bad\",\"good\"],\"differing\":0");
    String page = Files.readString(registered.resolve("fidelity.html"));
    assertThat(page).contains("They were not used to make the proven version.", "sample refused");
  }

  /** Categories are secret as weights are; labels are not. */
  @Test
  void theKeyNamesLabelsAndNoCategory() throws IOException {
    String key = Files.readString(registered.resolve("model.key"));
    assertThat(key).contains("\"good\"").doesNotContain("cook", "Köchin");
  }

  private String prove(String name, String input, Object... options) throws IOException {
    Path file = Files.writeString(folder.resolve(name), input);
    Object[] args = new Object[5 + options.length];
    System.arraycopy(new Object[] {"prove", registered, file, "-o", certificate()}, 0, args, 0, 5);
    System.arraycopy(options, 0, args, 5, options.length);
    return run(args);
  }

  private Path certificate() {
    return folder.resolve("c.json");
  }

  @Test
  void aPublicInputIsShownAndVerified() throws IOException {
    String json = "{\"age\": 50, \"owner\": true, \"job\": \"Köchin\"}";
    String proven = prove("in.json", json, "--input", "public");
    String verified = run("verify", certificate(), "--key", registered.resolve("model.key"));
    for (String out : new String[] {proven, verified}) {
      assertThat(out).contains("job     \"Köchin\"", "owner   1", "label   \"good\"");
    }
    String changed =
        Files.readString(certificate()).replace("\"text\": [\"Köchin\"]", "\"text\": [\"cook\"]");
    Path forged = Files.writeString(folder.resolve("forged.json"), changed);
    Commands.Result result =
        Commands.run("verify", forged, "--key", registered.resolve("model.key"));
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void aRowOfATable() throws IOException {
    String csv = "age,job,owner\n50,cook,1\n20.5,,0\n";
    assertThat(prove("in.csv", csv, "--row", "2", "--input", "public"))
        .contains("job     \"\"", "owner   0", "label   \"bad\"");
  }

  @Test
  void aCommittedTextIsInItsReceiptOnly() throws IOException {
    String json = "{\"age\": 50, \"owner\": true, \"job\": \"Köchin\"}";
    assertThat(prove("in.json", json, "--input", "committed")).doesNotContain("Köchin");
    assertThat(Files.readString(certificate())).doesNotContain("Köchin");
    assertThat(Files.readString(folder.resolve("c.json.job.receipt")))
        .contains("\"text\": [\"Köchin\"]");
  }

  @Test
  void aHiddenTextIsNowhere() throws IOException {
    String json = "{\"age\": 50, \"owner\": true, \"job\": \"Köchin\"}";
    assertThat(prove("in.json", json, "--input", "hidden")).doesNotContain("Köchin");
    assertThat(Files.readString(certificate())).doesNotContain("Köchin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'age': null, 'owner': true, 'job': 'cook'}  | input 'age', value 0 is missing or NaN",
        "{'age': 1e9, 'owner': true, 'job': 'cook'}   | input age[0, 0] is outside the declared",
        "{'age': 50, 'owner': 0.5, 'job': 'cook'}     | input 'owner', value 0 is not true or"
            + " false",
        "{'age': 50, 'owner': true, 'job': null}      | input 'job', value 0 is not a string",
        "{'age': 50, 'owner': true}                   | input 'job' (1 x 1) is missing",
        "{'age': [[50], [50]], 'owner': true, 'job': ''} | has 2 samples of 'age'",
      })
  void badInputs(String json, String reason) throws IOException {
    Path input = folder.resolve("in.json");
    Files.write(input, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Commands.Result result = Commands.run("prove", registered, input, "-o", certificate());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains(input + ": ").contains(reason);
    assertThat(certificate()).doesNotExist();
  }

  @Test
  void badSamples() throws IOException {
    Path file = shared.resolve("m.onnx");
    Path good = shared.resolve("calibration.csv");
    Path bad = Files.writeString(folder.resolve("bad.csv"), samples(3, 3) + "true,cook,\n");
    Path target = folder.resolve("none");
    Commands.Result result = Commands.run("register", file, "--calibrate", bad, "-o", target);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(bad + ": sample 4, input age: entry 0");
    Path wide = Files.writeString(folder.resolve("wide.csv"), "owner,job,age\n1,,9999\n");
    result = Commands.run("register", file, "--calibrate", good, "--held-out", wide, "-o", target);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("none of the held-out samples can be proven: input age[0, 0]");
    assertThat(target).doesNotExist();
  }
}
