/** What a graph computes, exactly: the semantics of all nodes. */
package org.probity.graph.execution;
