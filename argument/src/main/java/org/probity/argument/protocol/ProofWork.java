package org.probity.argument.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Program;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;

/**
 * What there is to do in a proof, counted in the program, phase by phase. Costs nothing but
 * counting, and depends on public data only.
 *
 * @param shape messages, rows and size of the proof
 * @param leafBits binary logarithm of the leaves of the lookup tree (T2)
 * @param leaves those in use
 * @param leafTerms components of their denominators, over all leaves in use
 * @param witnessCells real cells committed in the proof (T1)
 * @param groupCells padded cells of the witness, ports and weight vectors (T5)
 * @param groupBits binary logarithm of the longest of their vectors
 * @param functionals linear functionals of columns that T5 combines
 * @param functionalBits variables of their columns, over all functionals
 * @param openedCells padded cells of all rows that T6 combines
 * @param rows committed rows that the verifier combines, those of weights and ports included
 * @param weightCells real cells of weights, committed outside of the proof
 * @param weightRows their rows
 * @param contractions number of contractions
 * @param contractionCells cells of the vectors of T4, both sides
 * @param operandCells cells of columns that are read for them
 */
public record ProofWork(
    ProofShape shape,
    int leafBits,
    long leaves,
    long leafTerms,
    long witnessCells,
    long groupCells,
    int groupBits,
    int functionals,
    long functionalBits,
    long openedCells,
    long rows,
    long weightCells,
    long weightRows,
    int contractions,
    long contractionCells,
    long operandCells) {

  /** Counts the work of a program's proofs. */
  public static ProofWork of(Program program) {
    return new Count(program).result();
  }

  /** Leaves and their parents are not stored in such a tree. */
  public boolean streamed() {
    return leafBits > LookupProver.KEPT_BITS;
  }

  private record Read(Column column, Object axes, Object index) {}

  private static final class Count {
    private final Program program;
    private final Set<Expression> expressions;
    private final Set<Contraction> contractions = new HashSet<>();
    private final Set<Read> reads = new HashSet<>();
    private long leafTerms;
    private long witnessCells;
    private long groupCells;
    private int groupBits;
    private long openedCells;
    private long rows;
    private long weightCells;
    private long weightRows;
    private long contractionCells;
    private long operandCells;

    Count(Program program) {
      this.program = program;
      this.expressions = ProofShape.expressions(program);
    }

    ProofWork result() {
      leaves();
      groups();
      for (Expression expression : expressions) {
        functionals(expression.terms(), expression.shape());
        expression.contraction().ifPresent(c -> contraction(c, expression));
      }
      LeafLayout leaves = new LeafLayout(program);
      return new ProofWork(
          ProofShape.of(program),
          leaves.bits(),
          leaves.used(),
          leafTerms,
          witnessCells,
          groupCells,
          groupBits,
          reads.size(),
          reads.stream().mapToLong(r -> r.column.shape().bits()).sum(),
          openedCells,
          rows,
          weightCells,
          weightRows,
          contractions.size(),
          contractionCells,
          operandCells);
    }

    private void leaves() {
      for (Table table : program.tables()) {
        leafTerms += (long) table.width() << table.shape().bits();
        reads.add(new Read(program.multiplicities().get(table.id()), table.id(), "multiplicities"));
      }
      for (Lookup lookup : program.lookups()) {
        leafTerms += (long) lookup.tuple().size() << lookup.shape().bits();
      }
    }

    private void groups() {
      for (Group group : program.groups()) {
        GroupLayout layout = GroupLayout.of(program, group);
        rows += layout.liveRows().length;
        if (isWeight(group.kind())) {
          weightRows += layout.liveRows().length;
        }
        if (group.kind() != Column.Kind.WEIGHT_MATRIX) {
          groupCells += layout.used();
          groupBits = Math.max(groupBits, layout.bits());
          openedCells += layout.used();
        }
      }
      for (Column column : program.columns()) {
        if (column.kind() == Column.Kind.WITNESS) {
          witnessCells += column.shape().cells();
        }
        if (isWeight(column.kind())) {
          weightCells += column.shape().cells();
        }
      }
    }

    private static boolean isWeight(Column.Kind kind) {
      return kind == Column.Kind.WEIGHT_MATRIX || kind == Column.Kind.WEIGHT_VECTOR;
    }

    private void contraction(Contraction contraction, Expression expression) {
      if (!contractions.add(contraction)) {
        return;
      }
      contractionCells += 2L << ContractionAxes.of(contraction, expression.shape()).bits();
      for (Operand operand : List.of(contraction.left(), contraction.right())) {
        functionals(operand.terms(), List.of(contraction, operand));
        operand.terms().stream().flatMap(Count::view).forEach(this::operandCells);
      }
    }

    private void operandCells(Term.OfColumn view) {
      operandCells += 1L << view.column().shape().bits();
    }

    private void functionals(List<Term> terms, Object index) {
      terms.stream().flatMap(Count::view).forEach(view -> functional(view, index));
    }

    private void functional(Term.OfColumn view, Object index) {
      if (view.column().kind() == Column.Kind.WEIGHT_MATRIX) {
        // A claim about a point, whose rows are combined once for it.
        openedCells += 1L << view.column().shape().bits();
      } else if (view.column().kind() != Column.Kind.PUBLIC) {
        reads.add(new Read(view.column(), view.axes(), index));
      }
    }

    private static Stream<Term.OfColumn> view(Term term) {
      return term instanceof Term.OfColumn view ? Stream.of(view) : Stream.empty();
    }
  }
}
