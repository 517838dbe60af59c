/** {@code probity bench}: models that are drawn, and what proving them costs on this machine. */
package org.probity.cli.bench;
