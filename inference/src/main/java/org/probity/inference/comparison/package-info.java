/** What has changed between two model keys, as far as keys tell. */
package org.probity.inference.comparison;
