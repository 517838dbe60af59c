/** The tables in which lowerings look things up, before their rows are computed. */
package org.probity.inference.lowering.table;
