/**
 * What the model files of gradient-boosting libraries have in common: a {@link
 * org.probity.model.booster.Booster}, and the float graph that it becomes. Knows of no file format.
 */
package org.probity.model.booster;
