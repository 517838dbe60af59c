package org.probity.api.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest extends InputFixture {
  private List<Sample> read(String csv, List<Slot> slots) {
    return InputFile.samples(file("in.csv", csv), slots);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,c\n1,2,3\n4,5,6\n",
        "a,b,c\r\n1,2,3\r\n4,5,6",
        "a,b,c\r1,2,3\r4,5,6\r",
        "\uFEFFa,b,c\n1,2,3\n\n4,5,6\n\n\n",
        "a,\"b, or \"\"c\"\"\",\"d\ne\"\n1, 2 ,\"3\"\n4,+5.0,.6e1\n",
        "x[2],x[0],x[1]\n3,1,2\n6,4,5\n",
        "x_0,x_1,x_2\n1,2,3\n4,5,6\n",
        "x.1,x_0, x[2]\n2,1,3\n5,4,6\n"
      })
  void readsOneInput(String csv) {
    List<Sample> samples = read(csv, BATCHED);
    assertThat(samples).hasSize(2);
    assertThat(samples.getFirst().get("x")).containsExactly(1, 2, 3);
    assertThat(samples.getLast().get("x")).containsExactly(4, 5, 6);
  }

  @Test
  void readsSeveralInputs() {
    String header = "second[1],first.0,first_1,first[2],first[3],first[4],first[5],second[0]\n";
    Sample sample = read(header + "8,1,2,3,4,5,6,7", TWO).getFirst();
    assertThat(sample.get("first")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(sample.get("second")).containsExactly(7, 8);
  }

  @Test
  void readsInputsOfOneValueByName() {
    List<Slot> slots = List.of(new Slot("age", List.of(1L)), new Slot("income", List.of()));
    Sample sample = read("income,age\n-1e3,2\n", slots).getFirst();
    assertThat(sample.get("age")).containsExactly(2);
    assertThat(sample.get("income")).containsExactly(-1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                            | is empty",
        "a,b,c                         | no sample",
        "1,2,3;4,5,6                   | has no header",
        "a,b;1,2                       | has 2 columns, but input 'x' (1 x 3) has 3 values",
        "a,b,c;1,2                     | line 2 has 2 columns, the header has 3",
        "a,b,c;1,2,3;1,2,3,4           | line 3 has 4 columns",
        "a,b,c;1,2,                    | line 2, column 'c', input 'x' is missing or NaN",
        "a,b,c;1,2,x                   | line 2, column 'c', input 'x' is not a number",
        "a,b,c;1,2,0x10                | not a number",
        "a,b,c;1,2,1f                  | not a number",
        "a,b,c;1,2,NaN                 | column 'c', input 'x' is missing or NaN",
        "a,b,c;1,2,Infinity            | column 'c', input 'x' is infinite",
        "a,b,c;1,2,1e999               | not a number",
        "a,b,c;1,2,1e99999999999       | not a number",
        "a,b,c;1,2,\"3                 | a quote is never closed",
        "a,b,c;1,2,\"3\"4              | text after a closing quote",
      })
  void refuses(String csv, String reason) {
    assertRefused(file("in.csv", csv.replace(';', '\n')), BATCHED).hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,c,d,e,f,g,h                              | first[0] has no column",
        "first[0],second[0]                           | first[1] has no column",
        "first,second                                 | first[0] has no column",
        "first.0,first[0]                             | first[0] has more than one column",
        "first.0,first.1,first.2,first.3,first.4,first.5,second.0,second.1,label"
            + "| column 'label' is no value of the inputs",
      })
  void severalInputsNeedTheirNames(String header, String reason) {
    assertRefused(file("in.csv", header + "\n1,2,3,4,5,6,7,8\n"), TWO).hasMessageContaining(reason);
  }

  @Test
  void hintsAtSemicolons() {
    assertRefused(file("in.csv", "a;b;c\n1;2;3\n"), BATCHED).hasMessageContaining("use commas");
  }

  @Test
  void refusesHugeFieldsAndOtherEncodings() {
    assertRefused(file("in.csv", "a".repeat(20_000)), BATCHED).hasMessageContaining("10,000");
    assertRefused(file("in.csv", "a,b,c\n1,2," + "1".repeat(9_000)), BATCHED)
        .hasMessageContaining("not a number");
    assertRefused(file("in.csv", new byte[] {'a', (byte) 0xFF, '\n'}), BATCHED)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void showsNoValue() {
    assertRefused(file("in.csv", "a,b,c\n1,2,31337x\n"), BATCHED).hasMessageNotContaining("31337");
  }
}
