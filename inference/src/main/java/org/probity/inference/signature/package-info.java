/**
 * Who vouches for which model: Ed25519 signatures over lists of model ids with names and versions;
 * see docs/formats.md.
 */
package org.probity.inference.signature;
