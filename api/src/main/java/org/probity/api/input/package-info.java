/**
 * Reading model inputs and calibration samples from JSON, CSV, {@code .npy} and {@code .npz} files.
 *
 * <p>Files may be hostile: sizes are checked before memory is taken, and whatever is not understood
 * is refused. Values may be secret: no message and no {@code toString} shows one.
 */
package org.probity.api.input;
