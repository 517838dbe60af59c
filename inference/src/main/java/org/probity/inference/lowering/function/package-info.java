/**
 * Functions of requantisations on integers, and what is known of them without trying all arguments.
 */
package org.probity.inference.lowering.function;
