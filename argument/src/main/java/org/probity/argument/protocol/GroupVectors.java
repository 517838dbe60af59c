package org.probity.argument.protocol;

import org.probity.argument.program.Group;

/** The prover's committed vectors: padded cells of a group, and the blinders of its live rows. */
interface GroupVectors {
  /** The {@code 2^bits} cells of a group; not to be modified. */
  int[] cells(Group group);
}
