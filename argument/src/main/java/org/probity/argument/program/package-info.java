/**
 * The constraint program: what is to be proven about committed integer tensors, as data.
 *
 * <p>A program consists of {@linkplain org.probity.argument.program.Column columns} (committed or
 * public integer tensors), {@linkplain org.probity.argument.program.Group groups} (how committed
 * columns are laid out in vectors), {@linkplain org.probity.argument.program.Lookup lookups} and
 * {@linkplain org.probity.argument.program.Equality equalities} over {@linkplain
 * org.probity.argument.program.Expression expressions}. It contains no secret and is compiled by
 * prover and verifier alike.
 *
 * <p>An expression reads a column through {@linkplain org.probity.argument.program.AxisMap maps},
 * each from some axes of the expression to one or several axes of the column; what lies outside of
 * the column reads as zero.
 *
 * <p>Pad cells are never read: each axis is padded to a power of two, nothing forces the pad cells
 * to zero, and every view of a column is masked to its real cells (the exception, plain point
 * claims on weights, is explained at {@link org.probity.argument.program.Contraction}).
 */
package org.probity.argument.program;
