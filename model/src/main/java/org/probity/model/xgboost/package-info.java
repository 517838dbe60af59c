/**
 * Reads the model files that XGBoost writes with {@code save_model}, as JSON and as UBJSON,
 * versions 1.0 to 3. Both are read into a {@link org.probity.model.xgboost.Document}, and from
 * there by the schema of <a
 * href="https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html">XGBoost's
 * documentation</a>.
 */
package org.probity.model.xgboost;
