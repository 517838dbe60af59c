package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.argument.ArgumentProver;
import org.probity.argument.TinyProgram;
import org.probity.argument.hidden.ProofReader;

/**
 * What the transcript absorbs and when, line by line, for a small program. A line that moves or
 * goes is a change of the protocol, and often a hole in it.
 */
class TranscriptCensusTest {
  private static final TinyProgram TINY = TinyProgram.withLongRows();

  private static List<String> census() throws Exception {
    byte[] proof = ArgumentProver.prove(TINY.instance(), TINY.columns, TINY.openings);
    RecordingTranscript transcript = new RecordingTranscript(Preamble.PROTOCOL);
    assertThat(new VerifierSession(TINY.instance(), transcript).verify(proof)).isTrue();
    return transcript.lines();
  }

  @Test
  void verifier() throws Exception {
    try (InputStream golden = getClass().getResourceAsStream("/transcript-census.txt")) {
      List<String> expected =
          new String(golden.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(census()).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void everyByteOfTheProofIsAbsorbedBeforeTheEquationsAreWeighted() throws Exception {
    List<String> lines = census();
    int preamble =
        lines.indexOf(
            lines.stream().filter(l -> l.contains("witness rows")).findFirst().orElseThrow());
    int absorbed =
        lines.stream()
            .skip(preamble)
            .filter(l -> l.startsWith("absorb"))
            .mapToInt(l -> Integer.parseInt(l.substring(l.indexOf('[') + 1, l.indexOf(']'))))
            .sum();
    assertThat(absorbed).isEqualTo(ProofShape.of(TINY.program).bytes());
    assertThat(lines.subList(lines.indexOf("draw   equation weight"), lines.size()))
        .containsOnly("draw   equation weight");
  }

  @Test
  void hiddenMessagesAreAsManyAsTheShapeSays() {
    int messages = ProofShape.of(TINY.program).messages();
    CheatingProver prover = new CheatingProver(TINY.instance(), TINY.cells, TINY.openings);
    byte[] proof = prover.prove().proof();
    ProofReader reader = new ProofReader(TINY.instance().suite().curve(), proof);
    reader.points(ProofShape.of(TINY.program).witnessRows() + 4);
    for (int i = 0; i < messages + 2; i++) {
      reader.scalar();
    }
    assertThat(reader.points(6).length()).isEqualTo(6);
  }
}
