package org.probity.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.program.Column;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.protocol.ProofShape;
import org.probity.argument.witness.ColumnValues;

/** Whatever bytes come in, the answer is a rejection and never another exception. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedProofTest {
  private final Program program;
  private final Program longRows;
  private final ColumnValues columns = new ColumnValues();
  private final Instance instance;
  private final Random random = new Random(20250101);
  private byte[] proof;

  /** One lookup: proofs do not come smaller, so that many can be tried. */
  MalformedProofTest() {
    ProgramBuilder builder = new ProgramBuilder();
    Table bit = builder.table("bit", 2, 0, 1, List.of());
    Column x = builder.column("x", Column.Kind.WITNESS, Shape.of(2));
    builder.lookup("x", bit, Expression.linear(Shape.of(2), Term.of(1, x)));
    program = builder.build(Program.MIN_ROW_BITS);
    longRows = builder.build(6);
    columns.put(x, new int[] {1, 0});
    instance = instance(program);
  }

  private static Instance instance(Program program) {
    return new Instance(Suite.GRUMPKIN, program, new byte[] {1}, Map.of(), Map.of());
  }

  @BeforeAll
  void prove() throws Exception {
    proof = ArgumentProver.prove(instance, columns, Map.of());
    ArgumentVerifier.verify(instance, proof);
  }

  private void assertRejected(byte[] changed) {
    assertThatThrownBy(() -> ArgumentVerifier.verify(instance, changed))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageStartingWith("the proof ");
  }

  private byte[] flipped(int bit) {
    byte[] changed = proof.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return changed;
  }

  @Test
  void everyByte() {
    int[] bits = IntStream.range(0, proof.length).map(i -> 8 * i + random.nextInt(8)).toArray();
    Arrays.stream(bits).parallel().forEach(bit -> assertRejected(flipped(bit)));
  }

  @Test
  void everyBitOfAPointAndAScalarOfEachKind() {
    int rows = ProofShape.of(program).witnessRows();
    int messages = ProofShape.of(program).messages();
    int sigma = rows + 4 + messages + 2;
    int[] blocks = {
      0, rows, rows + 4, sigma - 1, sigma, sigma + 6, sigma + 16, proof.length / 32 - 1
    };
    Arrays.stream(blocks)
        .flatMap(block -> IntStream.range(256 * block, 256 * (block + 1)))
        .parallel()
        .forEach(bit -> assertRejected(flipped(bit)));
  }

  @Test
  void everyTruncationAndExtension() {
    for (int length = 0; length < proof.length; length++) {
      assertRejected(Arrays.copyOf(proof, length));
    }
    for (int more : new int[] {1, 31, 32, 64, proof.length}) {
      assertRejected(Arrays.copyOf(proof, proof.length + more));
    }
  }

  @Test
  void blocksExchangedDroppedOrRepeated() {
    int blocks = proof.length / 32;
    for (int i = 0; i + 1 < blocks; i += 3) {
      byte[] exchanged = proof.clone();
      System.arraycopy(proof, 32 * i, exchanged, 32 * (i + 1), 32);
      System.arraycopy(proof, 32 * (i + 1), exchanged, 32 * i, 32);
      byte[] repeated = proof.clone();
      System.arraycopy(proof, 32 * i, repeated, 32 * (i + 1), 32);
      assertRejected(i % 2 == 0 ? exchanged : repeated);
    }
  }

  @Test
  void constantBytes() {
    for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
      byte[] constant = new byte[proof.length];
      Arrays.fill(constant, (byte) value);
      assertRejected(constant);
    }
  }

  /** The same residue, written with the modulus added, must not be a second spelling of a proof. */
  @Test
  void valuesThatAreNotCanonical() {
    PrimeField scalars = Suite.GRUMPKIN.field();
    PrimeField coordinates = Suite.GRUMPKIN.curve().baseField();
    ProofShape shape = ProofShape.of(program);
    int firstMessage = shape.witnessRows() + 4;
    int firstSigmaPoint = firstMessage + shape.messages() + 2;
    int lastScalar = proof.length / 32 - 1;
    for (int block :
        new int[] {firstMessage, firstSigmaPoint - 1, firstSigmaPoint + 6, lastScalar}) {
      assertNotCanonical(block, scalars.modulus());
    }
    // A coordinate has 254 bits; this one is zero, spelt otherwise, and the largest of 254 bits.
    BigInteger all = BigInteger.ONE.shiftLeft(254).subtract(BigInteger.ONE);
    for (int block : new int[] {0, shape.witnessRows(), firstSigmaPoint, firstSigmaPoint + 5}) {
      assertNotCanonical(block, coordinates.modulus().subtract(number(block)));
      assertNotCanonical(block, all.subtract(number(block)));
    }
  }

  @Test
  void pointOfAHalvingThatIsNotCanonical() throws Exception {
    byte[] longer = ArgumentProver.prove(instance(longRows), columns, Map.of());
    ProofShape shape = ProofShape.of(longRows);
    assertThat(shape.rowRounds()).isEqualTo(1);
    byte[] changed = longer.clone();
    int block = shape.witnessRows() + 4 + shape.messages() + 2 + 17;
    Arrays.fill(changed, 32 * block, 32 * block + 32, (byte) 0x3f);
    assertThatThrownBy(() -> ArgumentVerifier.verify(instance(longRows), changed))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageContaining("not canonical");
    for (int i = 0; i < longer.length; i += 5) {
      byte[] flipped = longer.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      assertThatThrownBy(() -> ArgumentVerifier.verify(instance(longRows), flipped))
          .isInstanceOf(RejectedProofException.class);
    }
  }

  private BigInteger number(int block) {
    return new BigInteger(1, Arrays.copyOfRange(proof, 32 * block, 32 * block + 32));
  }

  /** Adds to a block as a number. */
  private void assertNotCanonical(int block, BigInteger difference) {
    byte[] changed = proof.clone();
    byte[] bytes = number(block).add(difference).toByteArray();
    int length = Math.min(32, bytes.length);
    Arrays.fill(changed, 32 * block, 32 * block + 32, (byte) 0);
    System.arraycopy(bytes, bytes.length - length, changed, 32 * block + 32 - length, length);
    assertThatThrownBy(() -> ArgumentVerifier.verify(instance, changed))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageContaining("not canonical");
  }

  @Test
  void theIdentityIsNoCommitment() {
    byte[] changed = proof.clone();
    Arrays.fill(changed, 0, 32, (byte) 0);
    assertThatThrownBy(() -> ArgumentVerifier.verify(instance, changed))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageContaining("not canonical");
  }
}
