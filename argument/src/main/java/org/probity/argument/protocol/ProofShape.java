package org.probity.argument.protocol;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;

/**
 * How many messages, rows and bytes a proof has: a function of the program alone, so that a proof's
 * size says nothing about its content and needs no length field.
 *
 * @param messages number k of padded scalars
 * @param witnessRows rows committed in the proof
 * @param rowRounds halvings of the row opening
 * @param padRounds halvings of the pad opening
 * @param rowBits binary logarithm of the length of the longest rows
 */
public record ProofShape(int messages, int witnessRows, int rowRounds, int padRounds, int rowBits) {
  /** Rows of at most so many bits are those of a small program. */
  private static final int SMALL_ROW_BITS = 10;

  /** Where halving stops in a small program, and in a large one. */
  private static final int SMALL_STOP_BITS = 5;

  private static final int LARGE_STOP_BITS = 3;

  /** Points besides rows and halvings: pads, rho_a, rho_b, pi, and the six first sigma messages. */
  private static final int SINGLE_POINTS = 10;

  /** Scalars of the sigma protocol: y_r, three responses, six blinder responses, y_z. */
  private static final int SIGMA_SCALARS = 11;

  /** Computes the shape of a program's proofs. */
  public static ProofShape of(Program program) {
    int bits = new LeafLayout(program).bits();
    int contractions = contractions(program).size();
    int direct = directMatrices(program);
    int groups = 0;
    int largestGroup = 0;
    int rows = 0;
    for (Group group : program.groups()) {
      GroupLayout layout = GroupLayout.of(program, group);
      if (group.kind() != Column.Kind.WEIGHT_MATRIX) {
        groups++;
        largestGroup = Math.max(largestGroup, layout.bits());
      }
      if (group.kind() == Column.Kind.WITNESS) {
        rows += layout.liveRows().length;
      }
    }
    int slots = 2 * bits + contractions;
    int opened = direct + groups + matrixContractions(program);
    int messages = bits * (bits - 1) + 4 * bits + direct;
    if (contractions > 0) {
      messages += 1 + 2 * contractionBits(program) + 2 * contractions;
    }
    messages += 2 * largestGroup + groups;
    messages += 2 * program.rowBits() + opened;
    messages += 2 * Shape.log2Ceil(slots);
    return new ProofShape(
        messages,
        rows,
        Math.max(0, program.rowBits() - stopBits(program.rowBits())),
        Math.max(0, Shape.log2Ceil(messages) - stopBits(program.rowBits())),
        program.rowBits());
  }

  /**
   * Vectors of at most this many bits are sent instead of halved again: a halving costs the prover
   * as many curve operations however short the vector is. The proof of a small program should be
   * quick, the certificate of a large one short.
   */
  static int stopBits(int rowBits) {
    return rowBits <= SMALL_ROW_BITS ? SMALL_STOP_BITS : LARGE_STOP_BITS;
  }

  /** Size of a proof in bytes. */
  public int bytes() {
    int points = witnessRows + SINGLE_POINTS + 2 * rowRounds + 2 * padRounds;
    int padTail = 1 << (Shape.log2Ceil(messages) - padRounds);
    int tails =
        (1 << (rowBits - rowRounds)) + InnerProduct.restLength(padTail, messages, padRounds);
    // Two more messages are the factors of the last product, padded with pads of their own.
    return 32 * (points + messages + 2 + SIGMA_SCALARS + tails);
  }

  /** All expressions of tables, lookups and equalities. */
  static Set<Expression> expressions(Program program) {
    Set<Expression> all = new LinkedHashSet<>();
    for (Table table : program.tables()) {
      if (table instanceof Table.Committed committed) {
        all.addAll(committed.row());
      }
    }
    for (Lookup lookup : program.lookups()) {
      all.addAll(lookup.tuple());
    }
    for (Equality equality : program.equalities()) {
      all.add(equality.expression());
    }
    return all;
  }

  private static Map<Contraction, Expression> contractions(Program program) {
    Map<Contraction, Expression> distinct = new LinkedHashMap<>();
    for (Expression expression : expressions(program)) {
      expression.contraction().ifPresent(c -> distinct.putIfAbsent(c, expression));
    }
    return distinct;
  }

  private static int matrixContractions(Program program) {
    return (int) contractions(program).keySet().stream().filter(Setting::readsMatrix).count();
  }

  private static int contractionBits(Program program) {
    int bits = 0;
    for (Map.Entry<Contraction, Expression> entry : contractions(program).entrySet()) {
      bits = Math.max(bits, ContractionAxes.of(entry.getKey(), entry.getValue().shape()).bits());
    }
    return bits;
  }

  /** Weight matrices read outside of contractions, each at the point of its own shape. */
  private static int directMatrices(Program program) {
    Set<List<Object>> distinct = new HashSet<>();
    for (Expression expression : expressions(program)) {
      for (Term term : expression.terms()) {
        if (term instanceof Term.OfColumn view
            && view.column().kind() == Column.Kind.WEIGHT_MATRIX) {
          distinct.add(List.of(view.column(), view.axes(), expression.shape()));
        }
      }
    }
    return distinct.size();
  }
}
