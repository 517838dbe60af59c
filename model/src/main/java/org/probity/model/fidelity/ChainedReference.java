package org.probity.model.fidelity;

import java.util.HashMap;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;

/** Two parts of an original, of which one gives the other its inputs. */
final class ChainedReference implements Reference {
  private final FloatGraph before;
  private final Reference behind;

  ChainedReference(FloatGraph before, Reference behind) {
    this.before = before;
    this.behind = behind;
  }

  @Override
  public String name() {
    return behind.name();
  }

  @Override
  public boolean isLabel(String output) {
    return behind.isLabel(output);
  }

  @Override
  public Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException {
    try {
      Map<String, double[]> values = FloatExecutor.run(before, inputs);
      Map<String, double[]> given = new HashMap<>();
      before.outputs().forEach(port -> given.put(port.name(), values.get(port.tensor())));
      return behind.run(given);
    } catch (IllegalArgumentException e) {
      throw new ModelException("the imported model cannot be run: " + e.getMessage(), e);
    }
  }
}
