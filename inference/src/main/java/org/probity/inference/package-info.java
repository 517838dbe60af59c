/**
 * From a quantised model to "verified": {@link org.probity.inference.Registrar} commits to a model
 * and gives a {@linkplain org.probity.inference.key.ModelKey model key} to publish and a
 * {@linkplain org.probity.inference.key.ModelSecret model secret} to keep; {@link
 * org.probity.inference.Prover} runs the model and gives a {@linkplain
 * org.probity.inference.certificate.Certificate certificate}; {@link
 * org.probity.inference.Verifier} gives a {@link org.probity.inference.Verdict}.
 *
 * <p>Nothing here knows files or terminals: formats are bytes. Attackers' errors are verdicts and
 * {@link org.probity.inference.json.InvalidFileException}, users' errors are {@link
 * org.probity.inference.RefusedException}, our own are unchecked.
 */
package org.probity.inference;
