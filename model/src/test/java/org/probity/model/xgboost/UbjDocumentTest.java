package org.probity.model.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.model.ModelException;

/** Files are written as text here: {@code \xHH} is a byte. */
class UbjDocumentTest {
  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        out.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toByteArray();
  }

  private static Document.Fields read(String text) throws ModelException {
    return UbjDocument.read(bytes(text));
  }

  @ParameterizedTest
  @CsvSource({
    "i\\xff, -1",
    "U\\xff, 255",
    "I\\xff\\x00, -256",
    "l\\x00\\x01\\x00\\x00, 65536",
    "L\\x00\\x20\\x00\\x00\\x00\\x00\\x00\\x00, 9007199254740992",
    "d\\x3f\\x40\\x00\\x00, 0.75",
    "D\\x3f\\xe8\\x00\\x00\\x00\\x00\\x00\\x00, 0.75",
    "T, 1",
    "F, 0",
    "NNT, 1"
  })
  void numbers(String value, double expected) throws ModelException {
    Document.Fields file = read("{i\\x01a" + value + "}");
    assertThat(file.get("a")).isInstanceOf(Document.Scalar.class);
    assertThat(((Document.Scalar) file.get("a")).value()).isEqualTo(expected);
  }

  @Test
  void texts() throws ModelException {
    assertThat(read("{i\\x01aSU\\x02xy}").text("a")).isEqualTo("xy");
    assertThat(read("{i\\x01aCz}").text("a")).isEqualTo("z");
    assertThat(read("{i\\x01aSL\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00}").text("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[i\\x01i\\x02]",
        "[#i\\x02i\\x01i\\x02",
        "[$i#i\\x02\\x01\\x02",
        "[$d#U\\x02\\x3f\\x80\\x00\\x00\\x40\\x00\\x00\\x00",
        "[$I#L\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x01\\x00\\x02",
        "[NTNU\\x02]"
      })
  void arraysOfNumbers(String array) throws ModelException {
    assertThat(read("{i\\x01a" + array + "}").numbers("a")).containsExactly(1, 2);
  }

  @Test
  void arraysAndObjectsOfObjects() throws ModelException {
    String object = "{#i\\x01i\\x01bi\\x07";
    assertThat(read("{i\\x01a[" + object + object + "]}").list("a")).hasSize(2);
    assertThat(read("{i\\x01a[#i\\x02" + object + "{}}").list("a")).hasSize(2);
    assertThat(read("{i\\x01a[]}").list("a")).isEmpty();
    assertThat(read("{i\\x01a[]}").numbers("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}x",
        "{i\\x01a",
        "{i\\x01ai",
        "{i\\x01aH}",
        "{i\\x01aZZ}",
        "{i\\x01a?}",
        "{i\\xffa}",
        "{d\\x00\\x00\\x00\\x00}",
        "{i\\x01aT i\\x01aT}",
        "{i\\x01aTi\\x01aT}",
        "{i\\x01a[TS}",
        "{i\\x01a[TZ]}",
        "{i\\x01a[ZT]}",
        "{i\\x01a[$T#i\\x02}",
        "{i\\x01a[$[#i\\x02}",
        "{i\\x01a[$ii\\x02\\x01}",
        "{i\\x01a[$d#i\\x02\\x00\\x00\\x00\\x00}",
        "{i\\x01a[$d#L\\x7f\\xff\\xff\\xff\\xff\\xff\\xff\\xff}",
        "{i\\x01a[$i#L\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff}",
        "{i\\x01a[#l\\x7f\\xff\\xff\\xff}",
        "{#l\\x7f\\xff\\xff\\xff",
        "{i\\x01aSl\\x7f\\xff\\xff\\xff}",
        "{i\\x01aSi\\x01\\xff}",
        "{i\\x01aL\\x00\\x20\\x00\\x00\\x00\\x00\\x00\\x01}"
      })
  void malformed(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("XGBoost model: ");
  }

  @Test
  void deepNestingIsRefused() throws ModelException {
    int depth = Documents.MAX_DEPTH - 1;
    String inner = "[".repeat(depth) + "]".repeat(depth);
    assertThat(read("{i\\x01a" + inner + "}").list("a")).hasSize(1);
    assertThatThrownBy(() -> read("{i\\x01a[" + inner + "]}")).hasMessageContaining("nested");
    byte[] deep = new byte[1 << 20];
    Arrays.fill(deep, (byte) '[');
    System.arraycopy(bytes("{i\\x01a"), 0, deep, 0, 4);
    assertThatThrownBy(() -> UbjDocument.read(deep)).hasMessageContaining("nested");
  }

  @Test
  void manyValuesBelowALongName() throws ModelException {
    int items = 200_000;
    byte[] name = "n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(name.length + 8 + 3 * items);
    file.put((byte) '{').put((byte) 'l').putInt(name.length).put(name).put((byte) '[');
    for (int i = 0; i < items; i++) {
      file.put((byte) '{').put((byte) '}');
    }
    file.put((byte) ']').put((byte) '}');
    byte[] bytes = Arrays.copyOf(file.array(), file.position());
    assertThat(UbjDocument.read(bytes).list("n".repeat(50_000))).hasSize(items);
  }
}
