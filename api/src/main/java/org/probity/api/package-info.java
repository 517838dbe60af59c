/**
 * Everything that the {@code probity} command does, for Java programs; docs/api.md has examples.
 *
 * <ul>
 *   <li>{@link org.probity.api.ModelFile}: a model as it was trained; registers it and measures how
 *       close the registered version is
 *   <li>{@link org.probity.api.PreparedModel}: the same in integers, ready to be registered
 *   <li>{@link org.probity.api.RegisteredModel}: its owner's side; proves
 *   <li>{@link org.probity.api.Values}: inputs and outputs in the units of the original model
 *   <li>{@link org.probity.api.Request}, {@link org.probity.api.Certified}: what is to be proven,
 *       and what came of it
 *   <li>{@link org.probity.api.Ports}: what a model key says about inputs and outputs
 *   <li>{@link org.probity.api.ProbityFiles}: reads and writes keys, certificates, receipts
 * </ul>
 *
 * <p>Model keys, certificates, receipts, statements, verdicts and visibilities are those of {@code
 * org.probity.inference}, and so is {@link org.probity.inference.Verifier}.
 *
 * <p>All types are immutable and may be used by many threads at once, the same model by many
 * provers too. A thread that is interrupted while it registers, proves or verifies leaves with a
 * {@link java.util.concurrent.CancellationException}, soon (calibration goes on to its end first)
 * and with its interrupt status set.
 */
package org.probity.api;
