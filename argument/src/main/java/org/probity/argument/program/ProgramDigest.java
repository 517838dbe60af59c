package org.probity.argument.program;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * SHA-256 of a program in a canonical encoding: everything that a proof's meaning depends on, each
 * list with its length, each alternative with a tag. Absorbed into the transcript, so that no proof
 * can be carried over to a program with another constant, table or constraint.
 */
public final class ProgramDigest {
  private final DataOutputStream out;

  private ProgramDigest(DataOutputStream out) {
    this.out = out;
  }

  /** The digest of a program, 32 bytes. */
  public static byte[] of(Program program) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      DataOutputStream out =
          new DataOutputStream(
              new java.io.BufferedOutputStream(
                  new DigestOutputStream(OutputStream.nullOutputStream(), sha256), 1 << 13));
      new ProgramDigest(out).program(program);
      out.flush();
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void program(Program program) throws IOException {
    out.writeUTF("probity program v4");
    out.writeInt(program.rowBits());
    out.writeInt(program.rowBits(Column.Kind.WEIGHT_VECTOR));
    out.writeInt(program.columns().size());
    for (Column column : program.columns()) {
      out.writeUTF(column.name());
      out.writeUTF(column.kind().name());
      sizes(column.shape().sizes());
    }
    out.writeInt(program.groups().size());
    for (Group group : program.groups()) {
      out.writeUTF(group.kind().name());
      out.writeInt(group.items());
      columns(group.columns());
    }
    out.writeInt(program.tables().size());
    for (Table table : program.tables()) {
      table(table);
    }
    out.writeInt(program.lookups().size());
    for (Lookup lookup : program.lookups()) {
      out.writeInt(lookup.table().id());
      expressions(lookup.tuple());
    }
    out.writeInt(program.equalities().size());
    for (Equality equality : program.equalities()) {
      expression(equality.expression());
    }
    columns(program.multiplicities());
  }

  private void table(Table table) throws IOException {
    switch (table) {
      case Table.Public t -> {
        out.writeByte(1);
        out.writeInt(t.size());
        out.writeLong(t.start());
        out.writeLong(t.step());
        out.writeInt(t.values().size());
        for (long[] values : t.values()) {
          longs(values);
        }
      }
      case Table.Committed t -> {
        out.writeByte(2);
        expressions(t.row());
      }
    }
  }

  private void expressions(List<Expression> expressions) throws IOException {
    out.writeInt(expressions.size());
    for (Expression expression : expressions) {
      expression(expression);
    }
  }

  private void expression(Expression expression) throws IOException {
    sizes(expression.shape().sizes());
    terms(expression.terms());
    out.writeBoolean(expression.contraction().isPresent());
    if (expression.contraction().isPresent()) {
      Contraction contraction = expression.contraction().get();
      out.writeLong(contraction.coefficient());
      sizes(contraction.summedSizes());
      operand(contraction.left());
      operand(contraction.right());
    }
  }

  private void operand(Operand operand) throws IOException {
    sizes(operand.axes());
    terms(operand.terms());
  }

  private void terms(List<Term> terms) throws IOException {
    out.writeInt(terms.size());
    for (Term term : terms) {
      switch (term) {
        case Term.OfColumn view -> {
          out.writeByte(1);
          out.writeLong(view.coefficient());
          out.writeInt(view.column().id());
          axes(view.axes());
        }
        case Term.Constant constant -> {
          out.writeByte(2);
          out.writeLong(constant.coefficient());
          out.writeInt(constant.weights().size());
          for (long[] weights : constant.weights()) {
            longs(weights);
          }
        }
        case Term.OfIndex index -> {
          out.writeByte(3);
          out.writeLong(index.coefficient());
          out.writeInt(index.axis());
        }
      }
    }
  }

  private void axes(List<AxisMap> axes) throws IOException {
    out.writeInt(axes.size());
    for (AxisMap axis : axes) {
      switch (axis) {
        case AxisMap.Strided strided -> {
          out.writeByte(1);
          sizes(strided.axes());
          sizes(strided.strides());
          out.writeInt(strided.offset());
          out.writeInt(strided.divisor());
        }
        case AxisMap.Weighted weighted -> {
          out.writeByte(2);
          longs(weighted.weights());
        }
        case AxisMap.Table table -> {
          out.writeByte(3);
          out.writeInt(table.columnAxes());
          sizes(table.axes());
          ints(table.cells());
        }
      }
    }
  }

  private void columns(List<Column> columns) throws IOException {
    sizes(columns.stream().map(Column::id).toList());
  }

  private void sizes(List<Integer> sizes) throws IOException {
    out.writeInt(sizes.size());
    for (int size : sizes) {
      out.writeInt(size);
    }
  }

  private void ints(int[] values) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private void longs(long[] values) throws IOException {
    out.writeInt(values.length);
    for (long value : values) {
      out.writeLong(value);
    }
  }
}
