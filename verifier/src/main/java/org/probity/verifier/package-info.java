/** The verifier alone: one jar without models, provers and libraries. */
package org.probity.verifier;
