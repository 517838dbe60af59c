/** Pedersen commitments to the rows of a group, and where the prover's randomness comes from. */
package org.probity.argument.commitment;
