package org.probity.api.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputFileTest extends InputFixture {
  @Test
  void refusesWhatIsNoFileOfSamples() {
    assertRefused(folder.resolve("none.json"), ONE).hasMessageContaining("no such file");
    assertRefused(folder.resolve("none.npz"), ONE).hasMessageContaining("no such file");
    assertRefused(folder, ONE).hasMessageContaining("is a folder");
    assertRefused(file("in.txt", "x"), ONE).hasMessageContaining("should end in");
  }

  @Test
  void theEndOfTheNameMayBeInCapitals() {
    assertThat(InputFile.samples(file("IN.JSON", "{\"x\": [1, 2, 3]}"), BATCHED)).hasSize(1);
  }

  @Test
  void oneMeansOne() {
    var file = file("in.json", "{\"x\": [1, 2, 3, 4, 5, 6]}");
    assertThatThrownBy(() -> InputFile.one(file, BATCHED))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 2 samples where one is wanted");
  }

  @Test
  void refusesHugeInputs() {
    Slot huge = new Slot("x", List.of(1L << 31, 1L << 31, 1L << 31));
    assertThatThrownBy(huge::size).isInstanceOf(BadInputException.class);
  }
}
