/**
 * What a party demands of certificates, as a file that is written once: which models, which
 * visibilities, which context and how fresh, which results. See docs/policies.md and, for the file,
 * docs/formats.md.
 */
package org.probity.inference.policy;
