/** JSON documents with one spelling and a digest; see docs/formats.md. */
package org.probity.inference.json;
