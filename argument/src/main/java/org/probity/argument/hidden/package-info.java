/**
 * Numbers that the verifier reasons about without knowing them. Every scalar the prover sends is
 * one-time padded; what the verifier has to check becomes linear constraints on the pads and a few
 * products. The text of the protocol is written against {@link org.probity.argument.hidden.Channel}
 * and {@link org.probity.argument.hidden.Value} and does not know which back end runs it.
 */
package org.probity.argument.hidden;
