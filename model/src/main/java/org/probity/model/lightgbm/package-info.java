/**
 * Reads the text files that LightGBM writes with {@code save_model}, versions v2 to v4. There is no
 * other description of the format than LightGBM's own reader (gbdt_model_text.cpp, tree.cpp), which
 * is what the comments here refer to.
 */
package org.probity.model.lightgbm;
