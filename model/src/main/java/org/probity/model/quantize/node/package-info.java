/** The integer nodes of a prepared float graph, each kind by its own rules. */
package org.probity.model.quantize.node;
