/** Whether a graph, which may come from anybody, keeps the rules of all its nodes. */
package org.probity.graph.lint;
