/** The Fiat-Shamir transcript. */
package org.probity.argument.transcript;
