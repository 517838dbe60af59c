/**
 * A certificate as a page for people who know nothing of proofs: what it shows, what stays hidden,
 * what it does not show.
 */
package org.probity.api.page;
