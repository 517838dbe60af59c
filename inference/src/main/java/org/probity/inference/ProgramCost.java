package org.probity.inference;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Program;
import org.probity.argument.program.Table;

/**
 * What a proof of a constraint program costs. Depends on public data only.
 *
 * @param leafBits binary logarithm of the number of leaves of the lookup argument
 * @param leaves leaves in use: lookups and tables, each padded to a power of two
 * @param tableLeaves the tables' part of {@code leaves}
 * @param tables number of tables
 * @param lookups number of lookups
 * @param equalities number of equalities
 * @param contractions number of different contractions
 * @param weightCells cells of weights, committed at registration
 * @param witnessCells cells committed in each proof, without padding; multiplicities included
 * @param rowBits binary logarithm of the length of the longest rows, those of the witness
 * @param proofBytes size of the proof
 */
public record ProgramCost(
    int leafBits,
    long leaves,
    long tableLeaves,
    int tables,
    int lookups,
    int equalities,
    int contractions,
    long weightCells,
    long witnessCells,
    int rowBits,
    int proofBytes) {
  /** The cost of a program. */
  public static ProgramCost of(Program program) {
    long tableLeaves = 0;
    for (Table table : program.tables()) {
      tableLeaves += 1L << table.shape().bits();
    }
    long leaves = tableLeaves;
    for (Lookup lookup : program.lookups()) {
      leaves += 1L << lookup.shape().bits();
    }
    return new ProgramCost(
        64 - Long.numberOfLeadingZeros(leaves - 1),
        leaves,
        tableLeaves,
        program.tables().size(),
        program.lookups().size(),
        program.equalities().size(),
        contractions(program),
        cells(program, Set.of(Column.Kind.WEIGHT_MATRIX, Column.Kind.WEIGHT_VECTOR)),
        cells(program, Set.of(Column.Kind.WITNESS)),
        program.rowBits(),
        ArgumentVerifier.proofSize(program));
  }

  private static int contractions(Program program) {
    Stream<Expression> expressions =
        Stream.concat(
            program.lookups().stream().flatMap(l -> l.tuple().stream()),
            program.equalities().stream().map(Equality::expression));
    Set<Contraction> distinct = new HashSet<>();
    expressions.forEach(e -> e.contraction().ifPresent(distinct::add));
    return distinct.size();
  }

  private static long cells(Program program, Set<Column.Kind> kinds) {
    return program.columns().stream()
        .filter(c -> kinds.contains(c.kind()))
        .mapToLong(c -> c.shape().cells())
        .sum();
  }
}
