/** Statements and what is in them as text for people, cleaned of what steers a terminal. */
package org.probity.inference.text;
