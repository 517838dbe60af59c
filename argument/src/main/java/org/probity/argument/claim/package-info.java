/**
 * Claims about committed columns: separable functionals, and how an expression at a point becomes a
 * sum of them.
 */
package org.probity.argument.claim;
