package org.probity.operators;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.probity.argument.witness.UnsatisfiedProgramException;
import org.probity.graph.OrderedCode;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.GraphCompiler;
import org.probity.inference.lowering.Planner;
import org.probity.model.ModelException;
import org.probity.model.fidelity.OnnxRuntimeReference;
import org.probity.model.fidelity.Reference;
import org.probity.model.fidelity.Texts;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.onnx.OnnxImporter;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/** A sample on its whole way: imported, quantised, lowered, executed, checked and compared. */
final class OperatorTrial {
  private static final int DRAWS = 8;
  private static final long SEED = 20_26;

  /** Inputs are multiples of 1/256: with 12 bits they are not rounded. */
  private static final double UNIT = 0x1p-8;

  private OperatorTrial() {}

  /**
   * The least signal-to-noise ratio of an output, in bits.
   *
   * @throws ModelException if the model is refused, also for its first and last opset
   * @throws UnsatisfiedProgramException if the lowered program does not hold for the execution
   */
  static double bits(Sample sample) throws ModelException, UnsatisfiedProgramException {
    OnnxImporter.read(sample.file(sample.first()));
    OnnxImporter.read(sample.file(sample.last()));
    FloatGraph graph = OnnxImporter.read(sample.file(sample.opset()));
    List<Map<String, double[]>> inputs = inputs(graph, sample);
    QuantizedModel model = Quantizer.quantize(graph, inputs, QuantizerOptions.uniform(12));
    CompiledProgram compiled =
        GraphCompiler.compile(model.graph(), Map.of(), Planner.plan(model.graph()), 0);
    Map<String, int[]> parameters = new HashMap<>();
    for (Parameter p : model.graph().parameters()) {
      parameters.put(p.name(), model.parameters().get(p.name()));
    }
    Map<String, SignalToNoise> ratios = new LinkedHashMap<>();
    InputQuantizer quantizer = new InputQuantizer(model.graph());
    Texts texts = new Texts();
    texts.add(Models.TEXTS);
    try (Reference reference = OnnxRuntimeReference.open(sample.referenceFile(), graph, texts)) {
      for (Map<String, double[]> input : inputs) {
        Map<String, double[]> expected = reference.run(input);
        Map<String, long[]> trace =
            IntegerExecutor.run(model.graph(), model.parameters(), quantizer.quantize(input));
        Satisfaction.check(compiled, parameters, trace);
        for (Port port : model.graph().outputs()) {
          ratios
              .computeIfAbsent(port.name(), _ -> new SignalToNoise())
              .add(expected.get(port.name()), quantizer.toReal(port, trace.get(port.tensor())));
        }
      }
    }
    return ratios.values().stream().mapToDouble(SignalToNoise::bits).min().orElseThrow();
  }

  /**
   * Imports the model and quantises it.
   *
   * @throws ModelException if it is refused
   */
  static void accept(Sample sample) throws ModelException {
    FloatGraph graph = OnnxImporter.read(sample.file(sample.opset()));
    Quantizer.quantize(graph, inputs(graph, sample), QuantizerOptions.uniform(12));
  }

  private static List<Map<String, double[]>> inputs(FloatGraph graph, Sample sample) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Map<String, double[]>> inputs = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      Map<String, double[]> input = new LinkedHashMap<>();
      for (FloatPort port : graph.inputs()) {
        long size = port.shape().stream().reduce(1L, Math::multiplyExact);
        input.put(
            port.name(),
            switch (port.type()) {
              case INTEGER, BOOLEAN ->
                  random
                      .ints(size, sample.lowest(), sample.highest() + 1)
                      .asDoubleStream()
                      .toArray();
              case FLOAT32, FLOAT64 ->
                  random
                      .doubles(size, sample.from(), sample.to())
                      .map(x -> UNIT * Math.floor(x / UNIT))
                      .toArray();
              case TEXT ->
                  random
                      .ints(size, 0, Models.TEXTS.size())
                      .mapToDouble(k -> OrderedCode.ofText(Models.TEXTS.get(k)))
                      .toArray();
            });
      }
      inputs.add(input);
    }
    return inputs;
  }
}
