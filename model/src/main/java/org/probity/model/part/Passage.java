package org.probity.model.part;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Junction;
import org.probity.graph.Port;
import org.probity.model.ModelException;
import org.probity.model.SampleException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;

/**
 * Samples on their way to the cut.
 *
 * @param originals inputs of the file that come through
 * @param samples what the part reads for each of them
 * @param refused number of further ones, which lie outside of the prefix's domain
 */
record Passage(
    List<Map<String, double[]>> originals, List<Map<String, double[]>> samples, int refused) {

  /** Through the part before in real numbers. */
  static Passage inReals(ImportedPart imported, List<Map<String, double[]>> originals)
      throws ModelException {
    Optional<Simplified> before = imported.before();
    if (before.isEmpty()) {
      return new Passage(originals, originals, 0);
    }
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < originals.size(); i++) {
      try {
        samples.add(run(before.get().graph(), originals.get(i)));
      } catch (IllegalArgumentException e) {
        throw new SampleException(i, e.getMessage());
      }
    }
    return new Passage(originals, samples, 0);
  }

  /** The outputs of a float graph by name. */
  static Map<String, double[]> run(FloatGraph graph, Map<String, double[]> inputs) {
    Map<String, double[]> values = FloatExecutor.run(graph, inputs);
    Map<String, double[]> outputs = new HashMap<>();
    graph.outputs().forEach(port -> outputs.put(port.name(), values.get(port.tensor())));
    return outputs;
  }

  /**
   * Through a public prefix in integers.
   *
   * @throws ModelException if none comes through
   */
  static Passage inIntegers(QuantizedModel prefix, List<Map<String, double[]>> originals)
      throws ModelException {
    InputQuantizer ports = new InputQuantizer(prefix.graph());
    List<Map<String, double[]>> passed = new ArrayList<>();
    List<Map<String, double[]>> samples = new ArrayList<>();
    Optional<ModelException> fault = Optional.empty();
    for (Map<String, double[]> original : originals) {
      try {
        Map<String, int[]> given =
            Junction.outputs(prefix.graph(), prefix.parameters(), ports.quantize(original));
        Map<String, double[]> sample = new HashMap<>();
        for (Port port : prefix.graph().outputs()) {
          sample.put(port.name(), ports.toReal(port, wide(given.get(port.name()))));
        }
        passed.add(original);
        samples.add(sample);
      } catch (ModelException e) {
        fault = Optional.of(e);
      }
    }
    if (passed.isEmpty() && fault.isPresent()) {
      throw new ModelException(
          "none of the samples can be proven: " + fault.get().getMessage(), fault.get());
    }
    return new Passage(passed, samples, originals.size() - passed.size());
  }

  private static long[] wide(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
