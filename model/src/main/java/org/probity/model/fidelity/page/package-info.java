/** The fidelity report as a page for people: one HTML file that needs nothing else. */
package org.probity.model.fidelity.page;
