/**
 * A model file of which a part is brought to integers to be proven: the part itself, and what comes
 * before it.
 */
package org.probity.model.part;
