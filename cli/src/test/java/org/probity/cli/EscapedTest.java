package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.api.input.BadInputException;

class EscapedTest {
  private static List<String> split(String text) {
    return new Escaped(text).split(',').stream().map(Escaped::text).toList();
  }

  @Test
  void aBackslashTakesTheNextCharacter() {
    assertThat(split("a,b")).containsExactly("a", "b");
    assertThat(split("a\\,b,c\\\\,\\d")).containsExactly("a,b", "c\\", "d");
    assertThat(split("")).containsExactly("");
    assertThat(split(",")).containsExactly("", "");
  }

  @Test
  void cutsAtTheFirstThatIsNotEscaped() {
    Escaped.Halves halves = new Escaped("a\\=b=c=d").cut('=').orElseThrow();
    assertThat(halves.left().text()).isEqualTo("a=b");
    assertThat(halves.right().raw()).isEqualTo("c=d");
    assertThat(new Escaped("a\\=b").cut('=')).isEmpty();
  }

  @Test
  void nothingToTakeIsAnError() {
    assertThatThrownBy(() -> new Escaped("a\\").text()).isInstanceOf(BadInputException.class);
  }
}
