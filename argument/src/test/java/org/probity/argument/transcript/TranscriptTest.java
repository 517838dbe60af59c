package org.probity.argument.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

class TranscriptTest {
  private static final PrimeField FIELD = PrimeField.BN254_Q;

  private static byte[] sha256(Object... parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case byte[] raw -> all.writeBytes(raw);
        case Integer one -> all.write(one);
        case String label -> {
          byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
          all.writeBytes(ByteBuffer.allocate(8).putLong(bytes.length).array());
          all.writeBytes(bytes);
        }
        default -> throw new IllegalArgumentException();
      }
    }
    return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
  }

  @Test
  void stepByStep() throws Exception {
    Transcript transcript = new Transcript("test");
    transcript.absorb("label", "data".getBytes(StandardCharsets.UTF_8));
    byte[] state = sha256(new byte[32], 1, "protocol", "test");
    state = sha256(state, 1, "label", "data");
    for (String name : new String[] {"first", "second"}) {
      byte[] low = sha256(state, 2, 0, name);
      byte[] high = sha256(state, 2, 1, name);
      BigInteger wide = new BigInteger(1, low).shiftLeft(256).add(new BigInteger(1, high));
      assertThat(transcript.challenge(name, FIELD).toBigInteger())
          .isEqualTo(wide.mod(FIELD.modulus()));
      state = sha256(state, 3, name);
    }
  }

  @Test
  void knownAnswer() {
    Transcript transcript = new Transcript("test");
    transcript.absorb("a", new byte[] {0, 1, 2, (byte) 0xff});
    assertThat(HexFormat.of().formatHex(transcript.challenge("c", FIELD).encode()))
        .isEqualTo("168f0ce61372cef8e1e202885c55f7d8cd2ad4b2f449bec839f4a9416201bac7");
  }

  private static FieldElement after(String protocol, Object... labelsAndData) {
    Transcript transcript = new Transcript(protocol);
    for (int i = 0; i < labelsAndData.length; i += 2) {
      transcript.absorb(
          (String) labelsAndData[i],
          ((String) labelsAndData[i + 1]).getBytes(StandardCharsets.UTF_8));
    }
    return transcript.challenge("c", FIELD);
  }

  @Test
  void historiesThatLookAlikeDiffer() {
    assertThat(
            new FieldElement[] {
              after("p"),
              after("q"),
              after("p", "a", ""),
              after("p", "", "a"),
              after("p", "a", "b"),
              after("p", "ab", ""),
              after("p", "", "ab"),
              after("p", "a", "", "b", ""),
              after("p", "a", "b", "", ""),
              after("p", "", "", "a", "b"),
              after("p", "a", "bc"),
              after("p", "ab", "c"),
              after("p", "a", "b\0"),
              after("p", "protocol", "p")
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void challengesDependOnTheirLabelAndOnEarlierOnes() {
    Transcript once = new Transcript("p");
    Transcript other = new Transcript("p");
    FieldElement a = once.challenge("a", FIELD);
    FieldElement b = other.challenge("b", FIELD);
    assertThat(a).isNotEqualTo(b);
    assertThat(once.challenge("c", FIELD)).isNotEqualTo(other.challenge("c", FIELD));
    Transcript again = new Transcript("p");
    assertThat(again.challenge("a", FIELD)).isEqualTo(a);
    assertThat(again.challenge("a", FIELD)).isNotEqualTo(a);
  }

  @Test
  void nothingIsBuffered() {
    // Absorbing in two pieces is not absorbing their concatenation.
    assertThat(after("p", "a", "x", "a", "y")).isNotEqualTo(after("p", "a", "xy"));
  }
}
