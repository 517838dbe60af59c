package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.RandomProgram;
import org.probity.argument.Suite;
import org.probity.argument.hidden.ClearChannel;
import org.probity.argument.hidden.Tamper;
import org.probity.argument.program.Program;
import org.probity.argument.transcript.Transcript;
import org.probity.argument.witness.ColumnValues;
import org.probity.testing.Seeds;

/** Leaves that are kept and leaves that are computed again make the same messages. */
class LookupProverTest {
  private static final PrimeField FIELD = Suite.GRUMPKIN.field();

  private static void assertSame(Program program, ColumnValues columns) throws Exception {
    LookupValues values = LookupValues.compute(program, columns);
    LeafLayout layout = new LeafLayout(program);
    List<FieldElement> kept = messages(layout, values, 30);
    assertThat(messages(layout, values, 0)).isEqualTo(kept);
  }

  private static List<FieldElement> messages(LeafLayout layout, LookupValues values, int keptBits) {
    ClearChannel channel = ClearChannel.sending(FIELD, new Transcript("test"), Tamper.NONE);
    Leaves leaves = new Leaves(layout, values, FIELD.of(12345), FIELD.of(678));
    LookupPhase.run(channel, layout.bits(), new LookupProver(FIELD, leaves, keptBits));
    assertThat(channel.failures()).isEmpty();
    return channel.messages();
  }

  @Seeds(40)
  void randomPrograms(long seed) throws Exception {
    RandomProgram program = new RandomProgram(seed);
    assertSame(program.program, program.columns);
  }

  @Test
  void largeTreesWithUnusedLeaves() throws Exception {
    SyntheticNet.Built net = SyntheticNet.leNet();
    assertSame(net.program(), net.columns());
    SyntheticNet.Built forest = SyntheticForest.of(16, 6);
    assertSame(forest.program(), forest.columns());
  }
}
