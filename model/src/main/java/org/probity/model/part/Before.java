package org.probity.model.part;

/** What becomes of the part of a file before the cut. */
public enum Before {
  /** A public integer graph with public parameters: anybody runs it again, exactly. */
  PUBLIC,
  /** Nothing: only samples pass through it, in real numbers, so that scales can be chosen. */
  UNPROVEN
}
