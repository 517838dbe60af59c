package org.probity.model.fidelity;

import java.util.Map;
import org.probity.model.ModelException;

/** The original model, as something that can be run. */
public interface Reference {
  /** What runs it, for the report. */
  String name();

  /**
   * The real outputs by port name, row-major.
   *
   * @param inputs row-major real entries by name of the input port
   */
  Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException;
}
