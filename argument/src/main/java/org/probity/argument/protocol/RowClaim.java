package org.probity.argument.protocol;

import org.probity.algebra.field.FieldElement;
import org.probity.argument.hidden.Value;
import org.probity.argument.program.Group;

/**
 * The group's vector, as a multilinear polynomial in all its bits, has {@code value} at a point.
 */
record RowClaim(Group group, FieldElement[] point, Value value) {}
