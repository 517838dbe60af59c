/**
 * Claims about committed columns: separable functionals, and how an expression at a point becomes a
 * sum of them.
 *
 * <p>An expression is weighted by one {@linkplain org.probity.argument.claim.AxisWeight weight} for
 * each of its axes, usually eq of a point, cut to the real cells. {@linkplain
 * org.probity.argument.claim.Views Views} carry these weights over to the columns: a factor for
 * each map, which covers the bits of all axes that the map addresses. Factors that are eq have
 * closed forms, all others are written out.
 */
package org.probity.argument.claim;
