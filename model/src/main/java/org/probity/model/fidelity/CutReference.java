package org.probity.model.fidelity;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;

/**
 * An original whose part behind a cut is compared: what that part reads stands for the original's
 * own inputs.
 */
public final class CutReference implements Reference {
  private final Reference original;
  private final IdentityHashMap<Map<String, double[]>, Map<String, double[]>> originals =
      new IdentityHashMap<>();

  /**
   * An original and its samples.
   *
   * @param samples what the part reads; these objects, not equal ones, are to be run
   * @param originals for each of them, what the original reads
   */
  public CutReference(
      Reference original,
      List<Map<String, double[]>> samples,
      List<Map<String, double[]>> originals) {
    this.original = original;
    for (int i = 0; i < samples.size(); i++) {
      this.originals.put(samples.get(i), originals.get(i));
    }
  }

  @Override
  public String name() {
    return original.name();
  }

  @Override
  public boolean isLabel(String output) {
    return original.isLabel(output);
  }

  @Override
  public Map<String, double[]> run(Map<String, double[]> sample) throws ModelException {
    Map<String, double[]> inputs = originals.get(sample);
    if (inputs == null) {
      throw new IllegalArgumentException("not one of the samples");
    }
    return original.run(inputs);
  }

  @Override
  public void close() throws ModelException {
    original.close();
  }
}
