package org.probity.argument.program;

/**
 * An integer tensor the program speaks about. Values are 32-bit signed integers given for the real
 * cells, row-major.
 *
 * @param id position in {@link Program#columns()}
 * @param name unique name, for messages
 */
public record Column(int id, String name, Kind kind, Shape shape) {
  /** Who knows and who commits a column. */
  public enum Kind {
    /** Committed once at registration; a matrix that is read at plain points only. */
    WEIGHT_MATRIX,
    /** Committed once at registration; read by any functional. */
    WEIGHT_VECTOR,
    /** Committed by the prover in each proof. */
    WITNESS,
    /** Committed in the statement (a port with a receipt). */
    PORT,
    /** In the statement in the clear; the verifier evaluates it. */
    PUBLIC
  }
}
