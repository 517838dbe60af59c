package org.probity.api.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest extends InputFixture {
  private List<Sample> read(String json, List<Slot> slots) {
    return InputFile.samples(file("in.json", json), slots);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": [[1, 2, 3], [4.0, 5e0, 6]]}",
        "{\"x\": [1, 2, 3, 4, 5, 6]}",
        "{\"x\": [[[1, 2, 3], [4, 5, 6]]]}",
        "{\"x\": [[1, 2, 3, 4, 5, 6]]}",
        " [ {\"x\": [1, 2, 3, 4, 5, 6]} ] \n",
        "{\"input_data\": [[1, 2, 3, 4, 5, 6]]}",
        "{\"input_shapes\": [[2, 3]], \"input_data\": [[1, 2, 3, 4, 5, 6]], \"output_data\": null,"
            + " \"more\": {\"a\": [\"b\"]}}"
      })
  void readsOneSample(String json) {
    List<Sample> samples = read(json, ONE);
    assertThat(samples).hasSize(1);
    assertThat(samples.getFirst().get("x")).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": [[1, 2, 3], [4, 5, 6]]}",
        "{\"x\": [[[1, 2, 3]], [[4, 5, 6]]]}",
        "{\"x\": [1, 2, 3, 4, 5, 6]}",
        "[{\"x\": [[1, 2, 3]]}, {\"x\": [4, 5, 6]}]",
        "{\"input_data\": [[1, 2, 3, 4, 5, 6]]}"
      })
  void readsSeveralSamples(String json) {
    List<Sample> samples = read(json, BATCHED);
    assertThat(samples).hasSize(2);
    assertThat(samples.getFirst().get("x")).containsExactly(1, 2, 3);
    assertThat(samples.getLast().get("x")).containsExactly(4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"second\": [7, 8], \"first\": [1, 2, 3, 4, 5, 6]}",
        "{\"input_data\": [[1, 2, 3, 4, 5, 6], [7, 8]]}"
      })
  void readsSeveralInputs(String json) {
    Sample sample = read(json, TWO).getFirst();
    assertThat(sample.get("first")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(sample.get("second")).containsExactly(7, 8);
  }

  @Test
  void anInputMayBeNamedInputData() {
    List<Slot> slots = List.of(new Slot("input_data", List.of(2L)));
    assertThat(read("{\"input_data\": [1, 2]}", slots).getFirst().get("input_data"))
        .containsExactly(1, 2);
  }

  @Test
  void readsScalars() {
    List<Slot> slots = List.of(new Slot("x", List.of()));
    assertThat(read("{\"x\": -2.5}", slots).getFirst().get("x")).containsExactly(-2.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"x\": [1, 2, 3]}                          | of shape 3, but the model takes 2 x 3",
        "{\"x\": [[1, 2], [3, 4], [5, 6]]}           | of shape 3 x 2, but the model takes 2 x 3",
        "{\"x\": []}                                 | of shape 0",
        "{\"x\": [[], []]}                           | of shape 2 x 0",
        "{\"x\": [[1, 2, 3], [4, 5]]}                | rows of different lengths",
        "{\"x\": [1, [2], 3, 4, 5, 6]}               | rows of different lengths",
        "{\"x\": [[1], 2, 3, 4, 5, 6]}               | rows of different lengths",
        "{\"x\": [[], [[1]]]}                        | rows of different lengths",
        "{\"x\": [1, 2, 3, 4, 5, \"6\"]}             | line 1, input 'x', value 5 is not a number",
        "{\"x\": [1, 2, 3, 4, 5, true]}              | not a number",
        "{\"x\": null}                               | input 'x', value 0 is missing or NaN",
        "{\"x\": [1, 2, 3, 4, 5, 1e999]}             | too large",
        "{\"x\": [1, 2, 3, 4, 5, NaN]}               | not valid JSON (line 1, column",
        "{\"x\": [1, 2, 3, 4, 5, 6], \"x\": 1}       | not valid JSON",
        "{\"x\": [1, 2, 3, 4, 5, 6]} 1               | after the end",
        "{\"x\": [1, 2, 3, 4, 5, 6]                  | not valid JSON",
        "{\"x\": [1, 2, 3, 4, 5, 6], \"y\": [1]}     | no input 'y'; it takes 'x' (2 x 3)",
        "{}                                          | input 'x' (2 x 3) is missing",
        "[]                                          | no sample",
        "[1]                                         | should hold objects",
        "3                                           | should hold a JSON object",
        "~~                                          | should hold a JSON object",
        "{\"input_data\": [1, 2, 3, 4, 5, 6]}        | has 6 tensors, but the model takes 1",
        "{\"input_data\": 1}                         | array of arrays",
        "{\"input_data\": [[1], [2]]}                | has 2 tensors, but the model takes 1",
      })
  void refuses(String json, String reason) {
    assertRefused(file("in.json", json), ONE).hasMessageContaining(reason);
  }

  @Test
  void refusesDifferentNumbersOfSamples() {
    assertRefused(file("in.json", "{\"first\": [1, 2, 3, 4, 5, 6], \"second\": [1, 2, 3, 4]}"), TWO)
        .hasMessageContaining("has 1 samples of 'first' (2 x 3) but 2 of 'second' (2)");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100_000);
    assertRefused(file("in.json", "{\"x\": " + deep), ONE).hasMessageContaining("16 dimensions");
    assertRefused(file("in.json", "{\"y\": " + deep), ONE)
        .hasMessageContaining("has a number, a name or a nesting that is too long");
    assertRefused(file("in.json", deep), ONE).hasMessageContaining("should hold objects");
  }

  @Test
  void refusesLongNumbers() {
    assertRefused(file("in.json", "{\"x\": 1" + "0".repeat(100_000) + "}"), ONE)
        .hasMessageContaining("has a number, a name or a nesting that is too long");
  }

  @Test
  void refusesOtherEncodings() {
    assertRefused(file("in.json", new byte[] {'{', '"', (byte) 0xFF, '"'}), ONE)
        .hasMessageContaining("not");
  }

  @Test
  void showsNoValue() {
    assertRefused(file("in.json", "{\"x\": [31337.5, 31337.5, oops31337]}"), ONE)
        .hasMessageNotContaining("31337");
    assertThat(read("{\"x\": [31337, 2, 3, 4, 5, 6]}", ONE).toString()).doesNotContain("31337");
  }
}
