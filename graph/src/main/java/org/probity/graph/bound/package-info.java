/** Bounds on what nodes may give, from the declared formats of what they read. */
package org.probity.graph.bound;
