/**
 * Ensembles of decision trees over real features, whatever file they come from: what they decide
 * ({@link org.probity.model.trees.Condition}), how they are joined ({@link
 * org.probity.model.trees.Ensemble}), and their exact evaluation. Knows of no file format; readers
 * write an ensemble through {@link org.probity.model.trees.EnsembleBuilder}.
 */
package org.probity.model.trees;
