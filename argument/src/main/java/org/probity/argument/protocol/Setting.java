package org.probity.argument.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.claim.PublicColumns;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;

/** What prover and verifier know alike about one instance. */
public final class Setting {
  private final PrimeField field;
  private final Program program;
  private final PublicColumns publicColumns;
  private final LeafLayout leaves;
  private final List<GroupLayout> layouts;
  private final Map<Integer, Group> groups = new HashMap<>();

  public Setting(PrimeField field, Program program, PublicColumns publicColumns) {
    this.field = field;
    this.program = program;
    this.publicColumns = publicColumns;
    this.leaves = new LeafLayout(program);
    this.layouts = program.groups().stream().map(g -> GroupLayout.of(program, g)).toList();
    program.groups().forEach(g -> g.columns().forEach(c -> groups.put(c.id(), g)));
  }

  public PrimeField field() {
    return field;
  }

  public Program program() {
    return program;
  }

  PublicColumns publicColumns() {
    return publicColumns;
  }

  public LeafLayout leaves() {
    return leaves;
  }

  public GroupLayout layout(Group group) {
    return layouts.get(group.id());
  }

  public List<GroupLayout> layouts() {
    return layouts;
  }

  /** Groups read by functionals, that is all but weight matrices. */
  List<Group> functionalGroups() {
    return program.groups().stream().filter(g -> g.kind() != Column.Kind.WEIGHT_MATRIX).toList();
  }

  Group groupOf(Column column) {
    return groups.get(column.id());
  }

  static boolean readsMatrix(Contraction contraction) {
    return contraction.right().terms().stream()
        .anyMatch(
            t ->
                t instanceof org.probity.argument.program.Term.OfColumn view
                    && view.column().kind() == Column.Kind.WEIGHT_MATRIX);
  }
}
