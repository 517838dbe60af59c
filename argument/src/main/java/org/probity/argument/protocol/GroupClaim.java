package org.probity.argument.protocol;

import java.util.List;
import org.probity.argument.claim.Functional;
import org.probity.argument.hidden.Value;

/** {@code value = sum of functionals} on committed columns. */
record GroupClaim(Value value, List<Functional> functionals) {}
