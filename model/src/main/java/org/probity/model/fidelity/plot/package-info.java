/**
 * Plots as inline SVG, without scripts. Colours and fonts come from classes that the style sheet of
 * the page defines, so that one plot serves for light, dark and print.
 */
package org.probity.model.fidelity.plot;
