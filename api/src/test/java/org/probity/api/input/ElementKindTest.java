package org.probity.api.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.OrderedCode;

/** Inputs of several kinds, one column each, as pipelines for tables have them. */
class ElementKindTest extends InputFixture {
  private static final List<Slot> TABLE =
      List.of(
          new Slot("age", List.of(1L, 1L), ElementKind.FLOATING),
          new Slot("children", List.of(1L, 1L), ElementKind.INTEGER),
          new Slot("owner", List.of(1L, 1L), ElementKind.BOOLEAN),
          new Slot("job", List.of(1L, 1L), ElementKind.TEXT));

  private void assertTable(List<Sample> samples) {
    assertThat(samples).hasSize(2);
    Sample first = samples.getFirst();
    Sample second = samples.getLast();
    assertThat(first.get("age")).containsExactly(41.5);
    assertThat(second.get("age")).containsExactly(Double.NaN);
    assertThat(first.get("children")).containsExactly(2);
    assertThat(second.get("children")).containsExactly(0x1p53 - 1);
    assertThat(first.get("owner")).containsExactly(1);
    assertThat(second.get("owner")).containsExactly(0);
    assertThat(first.texts()).isEqualTo(Map.of("job", List.of("Köchin, \"erste\"")));
    assertThat(second.texts()).isEqualTo(Map.of("job", List.of("")));
    assertThat(first.get("job")).containsExactly(OrderedCode.ofText("Köchin, \"erste\""));
    assertThat(second.get("job")).containsExactly(OrderedCode.ofText(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'age': 41.5, 'children': 2, 'owner': true, 'job': 'Köchin, \\\"erste\\\"'},"
            + "{'age': null, 'children': 9007199254740991, 'owner': false, 'job': ''}]",
        "{'age': [[41.5], ['NaN']], 'children': [[2.0], [9007199254740991]], 'owner': [1, 0],"
            + "'job': [['Köchin, \\\"erste\\\"'], ['']]}",
        "{'input_data': [[41.5, null], [2, 9007199254740991], [true, false],"
            + "['Köchin, \\\"erste\\\"', '']]}"
      })
  void readsJson(String json) {
    assertTable(InputFile.samples(file("in.json", json.replace('\'', '"')), TABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "age,children,owner,job\n41.5,2,true,'Köchin, ''erste'''\n,9007199254740991,FALSE,\n",
        "job,age,owner,children\n'Köchin, ''erste''',4.15e1, 1 ,2.0\n'',NaN,0,9007199254740991\n",
        "owner,job,age,children\nTrue,'Köchin, ''erste''',41.5,2\nFalse,,nan,9007199254740991\n"
      })
  void readsCsv(String csv) {
    assertTable(InputFile.samples(file("in.csv", csv.replace('\'', '"')), TABLE));
  }

  /** Written by {@code numpy.savez} from arrays of float32, int64, bool and str. */
  @Test
  void readsNumpy() {
    assertTable(InputFile.samples(resource("table.npz"), TABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "inf, Infinity, Infinity",
    "-Inf, -Infinity, -Infinity",
    "+infinity, Infinity, Infinity"
  })
  void readsWhatJsonHasNoNumberFor(String csv, String json, double value) {
    List<Slot> slots = List.of(TABLE.getFirst());
    assertThat(InputFile.one(file("in.csv", "age\n" + csv + "\n"), slots).get("age"))
        .containsExactly(value);
    assertThat(InputFile.one(file("in.json", "{\"age\": \"" + json + "\"}"), slots).get("age"))
        .containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'x', 2, true, 'a'          | line 2, input 'age', value 0 is not a number",
        "'', 2, true, 'a'           | line 2, input 'age', value 0 is not a number",
        "true, 2, true, 'a'         | line 2, input 'age', value 0 is not a number",
        "1e999, 2, true, 'a'        | line 2, input 'age', value 0 is a number that is too large",
        "1, 2.5, true, 'a'          | line 2, input 'children', value 0 is not an integer",
        "1, null, true, 'a'         | line 2, input 'children', value 0 is missing or NaN, which",
        "1, '2', true, 'a'          | line 2, input 'children', value 0 is not an integer",
        "1, 'Infinity', true, 'a'   | line 2, input 'children', value 0 is infinite, which this",
        "1, 9007199254740993, 1, 'a'| line 2, input 'children', value 0 is an integer of more than",
        "1, 2, 2, 'a'               | line 2, input 'owner', value 0 is not true or false",
        "1, 2, null, 'a'            | line 2, input 'owner', value 0 is not true or false",
        "1, 2, 'true', 'a'          | line 2, input 'owner', value 0 is not true or false",
        "1, 2, true, 3              | line 2, input 'job', value 0 is not a string",
        "1, 2, true, null           | line 2, input 'job', value 0 is not a string",
        "1, 2, true, {}             | line 2, input 'job', value 0 is not a string",
        "1, 2, true, '\\ud83d'      | a text that is not made of Unicode characters",
      })
  void refusesJson(String values, String reason) {
    String[] v = values.split(", ", -1);
    String json =
        "[\n{'age': %s, 'children': %s, 'owner': %s, 'job': %s}]".formatted(v[0], v[1], v[2], v[3]);
    assertRefused(file("in.json", json.replace('\'', '"')), TABLE).hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,2,true,a                | line 3, column 'age' is not a number",
        "1e999,2,true,a            | line 3, column 'age' is not a number",
        "1,2.5,true,a              | line 3, column 'children' is not an integer",
        "1,,true,a                 | line 3, column 'children' is missing or NaN",
        "1,inf,true,a              | line 3, column 'children' is infinite",
        "1,-9007199254740992,true,a | line 3, column 'children' is an integer of more than 53",
        "1,2,yes,a                 | line 3, column 'owner' is not true or false",
        "1,2,,a                    | line 3, column 'owner' is not true or false",
        "1,2,2,a                   | line 3, column 'owner' is not true or false",
      })
  void refusesCsv(String row, String reason) {
    String csv = "age,children,owner,job\n1,2,true,a\n" + row + "\n";
    assertRefused(file("in.csv", csv), TABLE).hasMessageContaining(reason);
  }

  @Test
  void refusesArraysOfTheWrongKind() {
    List<Slot> numbers = List.of(new Slot("x", List.of(1L), ElementKind.REAL));
    List<Slot> texts = List.of(new Slot("x", List.of(1L), ElementKind.TEXT));
    assertRefused(resource("texts.npy"), numbers).hasMessageContaining("not a number");
    assertRefused(resource("numbers.npy"), texts).hasMessageContaining("not a string");
    assertRefused(resource("numbers.npy"), numbers)
        .hasMessageContaining("sample 2, input 'x', value 0 is missing or NaN");
  }
}
