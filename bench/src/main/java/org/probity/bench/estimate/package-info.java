/** How good estimates are. */
package org.probity.bench.estimate;
