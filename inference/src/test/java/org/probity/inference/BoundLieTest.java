package org.probity.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.probity.argument.ArgumentProver;
import org.probity.argument.Instance;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;
import org.probity.argument.witness.ColumnValues;
import org.probity.graph.Batch;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.RealFunction;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.Graphs;
import org.probity.inference.lowering.Trace;

/**
 * A prover whose statement lies, and whose proof is made for exactly that statement: nothing is
 * exchanged afterwards, so the proof holds, and only the comparison of the statement with the model
 * key can tell. Each lie is caught by the check that is meant to.
 */
class BoundLieTest {
  private static final Format BYTE = Format.signed(3, 8);
  private static final int COUNT = 2;

  private static Registration model;
  private static Registration behindUnproven;

  private static IntegerGraph graph(Format input) {
    return new Graphs()
        .input("x", input, 1, 3)
        .input("u", BYTE, 1, 3)
        .linear("a", "x", 2, 4, 8)
        .requantize("y", "a", 2, RealFunction.X, Format.signed(3, 16))
        .linear("b", "u", 2, 4, 8)
        .requantize("z", "b", 2, RealFunction.X, Format.signed(3, 16))
        .output("y")
        .output("z")
        .build();
  }

  @BeforeAll
  static void register() throws Exception {
    IntegerGraph graph = graph(BYTE);
    Parameters parameters = Samples.parameters(graph, Samples.Choice.RANDOM, 1);
    model = Registrar.register(graph, parameters);
    Source source = new Source(new byte[32], List.of("x", "u"), List.of(), new Prefix.Unproven());
    behindUnproven = Registrar.register(graph, parameters, Optional.of(source));
  }

  private static Map<String, Visibility> mixed() {
    return Map.of(
        "x", Visibility.PUBLIC,
        "u", Visibility.COMMITTED,
        "y", Visibility.PUBLIC,
        "z", Visibility.HIDDEN);
  }

  private static ProofRequest request(Map<String, Visibility> visibilities) {
    return new ProofRequest(
        COUNT,
        Map.of("x", new int[] {1, -2, 3, 4, 5, -6}, "u", new int[] {9, 8, 7, -6, 5, 4}),
        Map.of(),
        visibilities,
        List.of("one", "two"),
        Map.of(),
        "case".getBytes(UTF_8));
  }

  /** An honest execution and commitment, and a proof that is bound to another statement. */
  private static Certificate lie(Registration by, UnaryOperator<Statement> lie) throws Exception {
    return lie(by, request(mixed()), graph(BYTE), lie);
  }

  /**
   * The same with values that the key's graph need not allow.
   *
   * @param executed the key's graph, but for its formats
   */
  private static Certificate lie(
      Registration by, ProofRequest request, IntegerGraph executed, UnaryOperator<Statement> lie)
      throws Exception {
    ModelKey key = by.key();
    CompiledProgram compiled = key.program(request.visibilities(), COUNT);
    Program program = compiled.program();
    Map<String, int[]> weights = by.secret().values();
    Map<String, long[]> trace =
        IntegerExecutor.run(Batch.of(executed, COUNT), new Parameters(weights), request.inputs());
    ColumnValues columns = new ColumnValues();
    compiled.weights().forEach((name, column) -> columns.put(column, weights.get(name)));
    columns.putAll(compiled.witness(Trace.of(trace, weights)));
    Proven honest = Prover.prove(key, by.secret(), request(request.visibilities()));
    Map<Group, Opening> openings = new HashMap<>();
    for (Group group : ModelKey.weightGroups(program)) {
      openings.put(group, by.secret().opening(key.suite(), program, group, columns));
    }
    for (String port : List.of("x", "u", "y", "z")) {
      List<byte[]> seeds =
          honest.receipts().stream().filter(r -> r.port().equals(port)).map(Receipt::seed).toList();
      if (!seeds.isEmpty()) {
        Group group = program.groupOf(compiled.ports().get(port));
        GroupLayout layout = GroupLayout.of(program, group);
        openings.put(group, Opening.of(key.suite().curve(), layout, columns, seeds));
      }
    }
    Statement statement = withTrace(honest.certificate().statement(), trace);
    Instance instance = Statements.instance(key, statement, compiled);
    Statement claimed = lie.apply(statement);
    Instance bound =
        new Instance(
            instance.suite(),
            program,
            claimed.binding(),
            instance.commitments(),
            instance.publicValues());
    // Proves, and verifies that it holds for what it is bound to.
    return new Certificate(claimed, ArgumentProver.prove(bound, columns, openings));
  }

  private static Statement withTrace(Statement statement, Map<String, long[]> trace) {
    return statement.withPorts(
        statement.ports().stream()
            .map(
                p ->
                    p.visibility() == Visibility.PUBLIC
                        ? p.withValues(
                            Arrays.stream(trace.get(p.name())).mapToInt(Math::toIntExact).toArray())
                        : p)
            .toList());
  }

  private static String verify(Registration by, Certificate certificate) {
    return Verifier.verify(by.key(), certificate, Expectations.none()).reason().orElse("accepted");
  }

  private static UnaryOperator<Statement> port(int index, UnaryOperator<PortClaim> change) {
    return s -> {
      List<PortClaim> ports = new ArrayList<>(s.ports());
      ports.set(index, change.apply(ports.get(index)));
      return s.withPorts(ports);
    };
  }

  private static PortClaim claim(
      PortClaim p, String name, PortClaim.Role role, int fraction, Encoding encoding) {
    return new PortClaim(
        name, role, p.visibility(), fraction, encoding, p.values(), p.texts(), p.commitment());
  }

  @Test
  void theTruth() throws Exception {
    assertThat(verify(model, lie(model, UnaryOperator.identity()))).isEqualTo("accepted");
  }

  /** A factor of two between what was proven and what people are shown. */
  @Test
  void anotherFraction() throws Exception {
    for (int i = 0; i < 4; i++) {
      Certificate certificate =
          lie(model, port(i, p -> claim(p, p.name(), p.role(), p.fraction() + 1, p.encoding())));
      assertThat(verify(model, certificate))
          .isEqualTo(
              "port "
                  + certificate.statement().ports().get(i).name()
                  + " has another format than the model's");
    }
  }

  @Test
  void anotherEncoding() throws Exception {
    Encoding doubled = new Encoding.Fixed(List.of(1, 1, 1), OptionalInt.empty());
    Certificate certificate =
        lie(model, port(0, p -> claim(p, p.name(), p.role(), p.fraction(), doubled)));
    assertThat(verify(model, certificate))
        .isEqualTo("port x has another encoding than the model's");
  }

  /** Two ports of one shape, and a port that is said to be of the other side. */
  @Test
  void otherNamesAndRoles() throws Exception {
    Certificate renamed =
        lie(model, port(0, p -> claim(p, "income", p.role(), p.fraction(), p.encoding())));
    assertThat(verify(model, renamed)).isEqualTo("port 0 is not the model's input there");
    PortClaim.Role output = PortClaim.Role.OUTPUT;
    Certificate turned =
        lie(model, port(0, p -> claim(p, p.name(), output, p.fraction(), p.encoding())));
    assertThat(verify(model, turned)).isEqualTo("port 0 is not the model's input there");
    Certificate exchanged =
        lie(
            model,
            s -> {
              List<PortClaim> ports = new ArrayList<>(s.ports());
              ports.add(ports.remove(2));
              return s.withPorts(ports);
            });
    assertThat(verify(model, exchanged)).isEqualTo("port 2 is not the model's output there");
  }

  @Test
  void portsLeftOutOrAdded() throws Exception {
    Certificate without = lie(model, s -> s.withPorts(s.ports().subList(0, 3)));
    Certificate more =
        lie(
            model,
            s -> {
              List<PortClaim> ports = new ArrayList<>(s.ports());
              ports.add(claim(ports.get(3), "fair", PortClaim.Role.OUTPUT, 0, Encoding.fixed()));
              return s.withPorts(ports);
            });
    for (Certificate certificate : List.of(without, more)) {
      assertThat(verify(model, certificate))
          .isEqualTo("the certificate does not have the model's ports");
    }
  }

  @Test
  void anotherModel() throws Exception {
    Certificate certificate =
        lie(
            model,
            s ->
                new Statement(
                    "ab".repeat(32), s.count(), s.labels(), s.origin(), s.ports(), s.context()));
    assertThat(verify(model, certificate)).isEqualTo("the certificate is about another model");
  }

  /** What no check of a proof sees: nobody else looks at the domain of a public input. */
  @Test
  void aPublicInputOutsideOfItsDomain() throws Exception {
    ProofRequest request = request(mixed());
    Map<String, int[]> inputs = new HashMap<>(request.inputs());
    inputs.put("x", new int[] {1, -2, 3, 128, 0, 0});
    ProofRequest beyond =
        new ProofRequest(
            COUNT,
            inputs,
            Map.of(),
            request.visibilities(),
            request.labels(),
            Map.of(),
            request.context());
    Certificate certificate =
        lie(model, beyond, graph(Format.signed(3, 9)), UnaryOperator.identity());
    assertThat(verify(model, certificate)).isEqualTo("port x, value 3 is outside the domain");
  }

  @Test
  void originsOfAnotherKey() throws Exception {
    Origin unproven = behindUnproven.key().origin().orElseThrow();
    Origin whole = new Origin(unproven.file(), List.of(), List.of(), new Prefix.None());
    String reason = "the certificate names another file, or another part of it, than the key";
    for (Optional<Origin> other : List.of(Optional.<Origin>empty(), Optional.of(whole))) {
      Certificate certificate =
          lie(
              behindUnproven,
              s ->
                  new Statement(s.modelId(), s.count(), s.labels(), other, s.ports(), s.context()));
      assertThat(verify(behindUnproven, certificate)).isEqualTo(reason);
    }
    Certificate boast =
        lie(
            model,
            s ->
                new Statement(
                    s.modelId(),
                    s.count(),
                    s.labels(),
                    Optional.of(whole),
                    s.ports(),
                    s.context()));
    assertThat(verify(model, boast)).isEqualTo(reason);
  }
}
