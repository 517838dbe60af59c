package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.probity.argument.ArgumentProver;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.argument.witness.ColumnValues;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.RealFunction;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.Graphs;
import org.probity.inference.lowering.Trace;

/**
 * Nine values laid out as 3 x 3 lie in other cells than as 1 x 9: a prover that commits to the one
 * and proves with the other must not find a receipt that opens the port to the former.
 */
class ReceiptForgeryTest {
  private static final Map<String, Visibility> VISIBILITIES =
      Map.of("x", Visibility.COMMITTED, "y", Visibility.PUBLIC);
  private static final int FRACTION = 3;

  /** What the receipt says; and what a 1 x 9 tensor reads from its cells as 3 x 3. */
  private static final int[] SHOWN = {100, 101, 102, 103, 104, 105, 106, 107, 108};

  private static final int[] USED = {100, 101, 102, 0, 103, 104, 105, 0, 106};

  private final IntegerGraph graph =
      new Graphs()
          .input("x", Format.signed(FRACTION, 8), 1, 9)
          .linear("a", "x", 2, 8, 8)
          .requantize("y", "a", 5, RealFunction.X, Format.signed(FRACTION, 16))
          .output("y")
          .build();
  private final Registration model = register();
  private final byte[] seed = Coins.freshSeed();

  private Registration register() {
    try {
      return Registrar.register(graph, Samples.parameters(graph, Samples.Choice.RANDOM, 1));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aReceiptOfAnotherShapeOpensNothing() throws Exception {
    // Claimed with the model's shape, the certificate is true: of the values that were used.
    Certificate certificate = forge(List.of(1, 9));
    assertThat(verify(certificate).reason()).isEmpty();
    assertThat(receipt(FRACTION).opens(certificate.statement())).isFalse();
  }

  @Test
  void aCommitmentOfAnotherShapeIsRejected() throws Exception {
    Certificate certificate = forge(List.of(3, 3));
    assertThat(receipt(FRACTION).opens(certificate.statement())).isTrue();
    assertThat(verify(certificate).reason()).contains("port x has another shape than the model's");
  }

  /** Axes of size 1 move no cell, but they are part of what is said. */
  @Test
  void axesOfSizeOneCount() throws Exception {
    for (List<Integer> shape : List.of(List.of(1, 3, 3), List.of(9), List.of(1, 9, 1))) {
      Certificate certificate = forge(shape);
      assertThat(receipt(FRACTION).opens(certificate.statement())).isFalse();
      assertThat(verify(certificate).reason())
          .contains("port x has another shape than the model's");
    }
  }

  @Test
  void aReceiptOfAnotherFractionOpensNothing() throws Exception {
    assertThat(receipt(FRACTION + 1).opens(forge(List.of(3, 3)).statement())).isFalse();
  }

  @Test
  void aReceiptOfAnotherEncodingOpensNothing() throws Exception {
    Receipt receipt = receipt(FRACTION, new Encoding.Affine(0.5f, 0));
    assertThat(receipt.opens(forge(List.of(3, 3)).statement())).isFalse();
  }

  private Verdict verify(Certificate certificate) {
    return Verifier.verify(model.key(), certificate, Expectations.none());
  }

  private Column fakeColumn() {
    return new Column(0, "tensor x", Column.Kind.PORT, Shape.of(3, 3));
  }

  private Receipt receipt(int fraction) throws Exception {
    return receipt(fraction, Encoding.fixed());
  }

  private Receipt receipt(int fraction, Encoding encoding) throws Exception {
    Receipt receipt =
        new Receipt(
            "x",
            PortClaim.Role.INPUT,
            0,
            model.key().suite(),
            fakeColumn().shape(),
            new PortValues(encoding, fraction, SHOWN),
            seed);
    return Receipt.decode(receipt.encode());
  }

  /** Commits to the values as 3 x 3, claims the given shape, and proves with the model's. */
  private Certificate forge(List<Integer> shape) throws Exception {
    ModelKey key = model.key();
    CompiledProgram compiled = key.program(VISIBILITIES);
    Program program = compiled.program();
    Map<String, int[]> parameters = model.secret().values();
    Map<String, long[]> trace =
        IntegerExecutor.run(graph, new Parameters(parameters), Map.of("x", USED));
    ColumnValues columns = new ColumnValues();
    compiled.weights().forEach((name, column) -> columns.put(column, parameters.get(name)));
    columns.putAll(compiled.witness(Trace.of(trace, parameters)));
    Map<Group, Opening> openings = new HashMap<>();
    for (Group group : ModelKey.weightGroups(program)) {
      openings.put(group, model.secret().opening(key.suite(), program, group, columns));
    }
    Opening forged = forgedOpening();
    openings.put(program.groupOf(compiled.ports().get("x")), forged);
    int[] y = Arrays.stream(trace.get("y")).mapToInt(Math::toIntExact).toArray();
    var commitment = new PortClaim.Commitment(shape, forged.commit().encode());
    Statement statement =
        new Statement(
            key.modelId(),
            List.of(
                claim("x", PortClaim.Role.INPUT, Optional.empty(), Optional.of(commitment)),
                claim("y", PortClaim.Role.OUTPUT, Optional.of(y), Optional.empty())),
            new byte[0]);
    byte[] proof =
        ArgumentProver.prove(Statements.instance(key, statement, compiled), columns, openings);
    return Certificate.decode(new Certificate(statement, proof).encode());
  }

  private Opening forgedOpening() {
    Column column = fakeColumn();
    Group group = new Group(0, column.name(), Column.Kind.PORT, List.of(column));
    ColumnValues cells = new ColumnValues();
    cells.put(column, SHOWN);
    GroupLayout layout = new GroupLayout(group, Program.PORT_ROW_BITS);
    return Opening.of(model.key().suite().curve(), layout, cells, seed);
  }

  private static PortClaim claim(
      String name,
      PortClaim.Role role,
      Optional<int[]> values,
      Optional<PortClaim.Commitment> commitment) {
    return new PortClaim(
        name, role, VISIBILITIES.get(name), FRACTION, Encoding.fixed(), values, commitment);
  }
}
