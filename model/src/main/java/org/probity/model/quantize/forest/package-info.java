/**
 * Forests in integers: ranks of features, walks to leaves, what becomes of the values of leaves.
 */
package org.probity.model.quantize.forest;
