/**
 * Stories told by the command line: what {@code probity demo} plays and docs/walkthroughs explains.
 *
 * <p>A {@link org.probity.cli.demo.Story} is a list of scenes: words, commands as they are typed,
 * and what they print. The commands are run by the {@link org.probity.cli.demo.Shell} that the
 * caller hands over.
 */
package org.probity.cli.demo;
