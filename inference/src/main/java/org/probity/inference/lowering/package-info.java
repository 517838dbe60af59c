/**
 * The compiler from an integer graph to a constraint program, which the argument proves: one
 * lowering for each kind of node. {@link org.probity.inference.lowering.GraphCompiler} is where to
 * start reading; docs/lowerings.md argues why each lowering leaves a prover no choice.
 *
 * <p>A lowering writes to a {@link org.probity.inference.lowering.Draft}: columns with the rule by
 * which the honest prover fills them, lookups and equalities over {@link
 * org.probity.inference.lowering.Virtual} tensors. {@link org.probity.inference.lowering.Ranges}
 * turns range checks into lookups in one shared table.
 */
package org.probity.inference.lowering;
