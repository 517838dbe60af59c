package org.probity.argument.commitment;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.parallel.Pool;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;
import org.probity.argument.witness.ColumnValues;

/**
 * Secret: the padded cells of a group and one blinder for each live row. Blinders are derived from
 * a seed together with a hash of the content, so that one seed never blinds two contents alike.
 */
public final class Opening {
  private final Curve curve;
  private final GroupLayout layout;
  private final int[] cells;
  private final FieldVector blinders;
  private final byte[] fingerprint;
  private final byte[] seed;

  private Opening(
      Curve curve,
      GroupLayout layout,
      int[] cells,
      FieldVector blinders,
      byte[] fingerprint,
      byte[] seed) {
    this.curve = curve;
    this.layout = layout;
    this.cells = cells;
    this.blinders = blinders;
    this.fingerprint = fingerprint;
    this.seed = seed;
  }

  /**
   * The opening of a group that is committed outside of proofs: weights and committed ports.
   *
   * @param seed 32 secret bytes, see {@link Coins#freshSeed}
   */
  public static Opening of(
      Curve curve, Program program, Group group, ColumnValues values, byte[] seed) {
    return of(curve, GroupLayout.of(program, group), values, seed);
  }

  /** The same for a group laid out by itself, such as a port without its program. */
  public static Opening of(Curve curve, GroupLayout layout, ColumnValues values, byte[] seed) {
    return of(curve, layout, values, List.of(seed));
  }

  /**
   * The opening of a port whose items are committed one by one. Rows and blinders of an item depend
   * on its own cells and seed alone: they are those of the item as a port by itself.
   *
   * @param seeds one for each item; a seed that is not fresh shows which commitments are equal
   */
  public static Opening of(
      Curve curve, GroupLayout layout, ColumnValues values, List<byte[]> seeds) {
    int items = layout.group().items();
    if (seeds.size() != items || seeds.stream().anyMatch(seed -> seed.length < 32)) {
      throw new IllegalArgumentException("each item needs a seed of at least 32 bytes");
    }
    GroupLayout item = layout.item();
    int size = 1 << item.bits();
    int rows = item.liveRows().length;
    int[] cells = cells(layout, values);
    byte[][] contents = new byte[items][];
    FieldVector blinders = FieldVector.zeros(curve.scalarField(), items * rows);
    Pool.forRange(
        items,
        1 + (1 << 10) / rows,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int[] part = items == 1 ? cells : Arrays.copyOfRange(cells, i * size, (i + 1) * size);
            contents[i] = content(curve, item, part);
            Coins coins =
                Coins.derive(curve.scalarField(), "row blinders", seeds.get(i), contents[i]);
            blinders.copyFrom(coins.next(rows), 0, i * rows, rows);
          }
        });
    byte[] fingerprint = Digests.hash("opening", concat(List.of(contents)), encode(blinders));
    return new Opening(curve, layout, cells, blinders, fingerprint, concat(seeds));
  }

  /**
   * Everything that decides what a blinder is added to: the same content under another row length
   * or curve must get other blinders, or their difference would cancel them. All groups of weights
   * have one seed, so their names tell equal ones apart. Each item of a port has a seed of its own:
   * its commitment is the same in every model, under every name, should it be shared on purpose.
   */
  private static byte[] content(Curve curve, GroupLayout layout, int[] cells) {
    Group group = layout.group();
    return Digests.hash(
        group.kind() == Column.Kind.PORT ? "port content" : "content",
        (group.kind() == Column.Kind.PORT ? "" : group.name()).getBytes(StandardCharsets.UTF_8),
        curve.name().getBytes(StandardCharsets.UTF_8),
        layout.describe().getBytes(StandardCharsets.UTF_8),
        Digests.hash("cells", cells));
  }

  private static byte[] concat(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The opening of a group that is committed within a proof, blinded by that proof's coins. */
  public static Opening inProof(Curve curve, GroupLayout layout, ColumnValues values, Coins coins) {
    FieldVector blinders = coins.next(layout.liveRows().length);
    return new Opening(curve, layout, cells(layout, values), blinders, new byte[0], new byte[0]);
  }

  private static int[] cells(GroupLayout layout, ColumnValues values) {
    if (layout.group().columns().size() == 1) {
      Column column = layout.group().columns().get(0);
      if (column.shape().cells() == 1 << layout.bits()) {
        return values.get(column).clone();
      }
    }
    int[] cells = new int[1 << layout.bits()];
    for (Column column : layout.group().columns()) {
      layout.place(column, values.get(column), cells);
    }
    return cells;
  }

  /** Pedersen commitments to the live rows. */
  public RowCommitment commit() {
    CommitmentKey key = CommitmentKey.of(curve);
    int length = 1 << layout.rowBits();
    int[] live = layout.liveRows();
    int[] packed = cells;
    if (live.length > 0 && live[live.length - 1] != live.length - 1) {
      packed = new int[live.length * length];
      for (int i = 0; i < live.length; i++) {
        System.arraycopy(cells, live[i] * length, packed, i * length, length);
      }
    }
    return new RowCommitment(
        MultiScalar.commitRows(
            key.rows(layout.rowBits()), packed, 0, length, live.length, key.blinding(), blinders));
  }

  /** All padded cells; not to be modified. */
  public int[] cells() {
    return cells;
  }

  /**
   * {@code sum_i weights_i blinder_i} over the live rows; {@code weights} has one entry per row.
   */
  public FieldElement combineBlinders(FieldVector weights) {
    int[] live = layout.liveRows();
    FieldElement sum = weights.field().zero();
    for (int i = 0; i < live.length; i++) {
      sum = sum.add(weights.get(live[i]).multiply(blinders.get(i)));
    }
    return sum;
  }

  /** Hash of cells and blinders. */
  public byte[] fingerprint() {
    return fingerprint.clone();
  }

  /** The seeds of all items, as long-term secret of proofs. */
  public byte[] seed() {
    return seed.clone();
  }

  private static byte[] encode(FieldVector vector) {
    byte[] bytes = new byte[32 * vector.length()];
    vector.encode(bytes, 0);
    return bytes;
  }

  @Override
  public String toString() {
    return "Opening of " + layout.group().name();
  }
}
