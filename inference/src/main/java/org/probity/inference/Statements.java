package org.probity.inference;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.algebra.field.MalformedEncodingException;
import org.probity.argument.Instance;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.CompiledProgram;

/** From a statement to the instance that its proof proves; the same for prover and verifier. */
final class Statements {
  private Statements() {}

  /**
   * The instance of a statement whose ports fit the key's graph.
   *
   * @param compiled the key's program for the statement's visibilities
   * @throws MalformedEncodingException if a commitment is not canonical
   */
  static Instance instance(ModelKey key, Statement statement, CompiledProgram compiled) {
    Program program = compiled.program();
    Map<Group, RowCommitment> commitments = new HashMap<>();
    for (Group group : ModelKey.weightGroups(program)) {
      commitments.put(group, key.commitment(group));
    }
    Map<Column, int[]> publicValues = new HashMap<>();
    for (PortClaim claim : statement.ports()) {
      Column column = compiled.ports().get(port(key.graph(), claim).tensor());
      claim.values().ifPresent(values -> publicValues.put(column, values));
      if (claim.commitment().isPresent()) {
        Group group = program.groupOf(column);
        byte[] rows = claim.commitment().get().points();
        commitments.put(group, RowCommitment.decode(key.suite().curve(), program, group, rows));
      }
    }
    return new Instance(key.suite(), program, statement.binding(), commitments, publicValues);
  }

  private static Port port(IntegerGraph graph, PortClaim claim) {
    Optional<Port> port =
        switch (claim.role()) {
          case INPUT -> find(graph.inputs(), claim.name());
          case OUTPUT -> find(graph.outputs(), claim.name());
        };
    return port.orElseThrow();
  }

  private static Optional<Port> find(Iterable<Port> ports, String name) {
    for (Port port : ports) {
      if (port.name().equals(name)) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }
}
