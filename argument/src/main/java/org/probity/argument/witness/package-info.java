/** The prover's integers: column values, expressions evaluated natively, multiplicities. Secret. */
package org.probity.argument.witness;
