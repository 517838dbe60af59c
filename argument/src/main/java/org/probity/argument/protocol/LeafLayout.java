package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;

/**
 * Where lookups and tables lie among the {@code 2^bits} leaves of the lookup tree: blocks aligned
 * to their own power-of-two size, largest first; the rest are the fraction 0/1.
 */
public final class LeafLayout {
  /** A run of {@code 2^bits} leaves starting at {@code offset}. */
  public sealed interface Block {
    int offset();

    int bits();
  }

  /** Leaves {@code mask / (alpha - value)} of a lookup. */
  public record LookupBlock(Lookup lookup, int offset, int bits) implements Block {}

  /** Leaves {@code -multiplicity * mask / (alpha - row)} of a table. */
  public record TableBlock(Table table, int offset, int bits) implements Block {}

  private final List<Block> blocks;
  private final int used;
  private final int bits;

  public LeafLayout(Program program) {
    List<Block> unplaced = new ArrayList<>();
    for (Table table : program.tables()) {
      unplaced.add(new TableBlock(table, 0, table.shape().bits()));
    }
    for (Lookup lookup : program.lookups()) {
      unplaced.add(new LookupBlock(lookup, 0, lookup.shape().bits()));
    }
    unplaced.sort(Comparator.comparingInt((Block b) -> -b.bits()));
    List<Block> placed = new ArrayList<>();
    int end = 0;
    for (Block block : unplaced) {
      placed.add(
          switch (block) {
            case TableBlock(Table table, int offset, int size) -> new TableBlock(table, end, size);
            case LookupBlock(Lookup lookup, int offset, int size) ->
                new LookupBlock(lookup, end, size);
          });
      end = Math.addExact(end, 1 << block.bits());
    }
    this.blocks = List.copyOf(placed);
    this.used = end;
    this.bits = Math.max(1, Shape.log2Ceil(end));
  }

  public List<Block> blocks() {
    return blocks;
  }

  /** Number of leaves in blocks. */
  public int used() {
    return used;
  }

  /** Binary logarithm of the number of leaves. */
  public int bits() {
    return bits;
  }
}
