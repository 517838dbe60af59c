/**
 * What registration, proofs and verification will cost: counts of the program times a few constants
 * of the machine. docs/performance.md has the table of what costs what.
 */
package org.probity.inference.estimate;
