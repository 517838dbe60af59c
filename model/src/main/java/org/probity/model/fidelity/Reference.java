package org.probity.model.fidelity;

import java.util.Map;
import org.probity.model.ModelException;

/** The original model, as something that can be run. */
public interface Reference {
  /** What runs it, for the report. */
  String name();

  /**
   * The real outputs by port name, row-major. Outputs that are no tensors of numbers are left out.
   *
   * @param inputs row-major real entries by name of the input port
   */
  Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException;

  /**
   * Whether the entries of an output are labels rather than quantities, as far as the original
   * says: a wide integer type or a boolean.
   */
  default boolean isLabel(String output) {
    return false;
  }
}
