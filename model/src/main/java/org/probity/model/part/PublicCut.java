package org.probity.model.part;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.probity.graph.Encoding;
import org.probity.graph.Junction;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.Agreement;
import org.probity.model.quantize.PortFormat;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.Target;

/** A public prefix and the part behind it, quantised one after the other. */
final class PublicCut {
  /** Nothing of a prefix is proven: its precision costs nothing. */
  private static final int PREFIX_BITS = 16;

  private PublicCut() {}

  static QuantizedPart quantize(
      ImportedPart imported, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    FloatGraph part = imported.part().graph();
    QuantizedModel prefix =
        Quantizer.quantize(imported.before().orElseThrow().graph(), samples, ofPrefix(options));
    // What the ports hold in proofs: the part sees the prefix's rounding from the start.
    Passage passage = Passage.inIntegers(prefix, samples);
    QuantizedModel model;
    try {
      model = Quantizer.quantize(part, passage.samples(), ofPart(part, prefix, options));
    } catch (ModelException e) {
      throw new ModelException("behind the public prefix: " + e.getMessage(), e);
    }
    Optional<String> fault = Junction.fault(prefix.graph(), model.graph());
    if (fault.isPresent()) {
      throw new ModelException(
          "a public prefix cannot end there, for "
              + fault.get()
              + "; cut at another tensor (of a quantised model, at the result of a QuantizeLinear),"
              + " or leave what comes before unproven");
    }
    QuantizedPart quantized = new QuantizedPart(imported, Optional.of(prefix), model);
    if (options.target().isPresent()) {
      requireWhole(quantized, passage, options.target().get());
    }
    return quantized;
  }

  private static QuantizerOptions ofPrefix(QuantizerOptions options) {
    int bits = options.fine() ? options.activationBits() : PREFIX_BITS;
    int ports = options.inputBits();
    return new QuantizerOptions(
        bits,
        bits,
        ports,
        ports,
        options.domains(),
        options.calibration(),
        options.biasCorrection(),
        Optional.empty(),
        false,
        options.alike());
  }

  /** The prefix has the say in the formats at the cut, except of codes. */
  private static QuantizerOptions ofPart(
      FloatGraph part, QuantizedModel prefix, QuantizerOptions options) {
    Set<String> codes =
        part.inputs().stream()
            .filter(port -> port.codes().isPresent())
            .map(FloatPort::name)
            .collect(Collectors.toSet());
    Map<String, PortFormat> formats = new HashMap<>();
    prefix
        .graph()
        .outputs()
        .forEach(
            port -> {
              if (!codes.contains(port.name()) && port.encoding() instanceof Encoding.Fixed) {
                formats.put(port.name(), PortFormat.of(prefix.graph(), port.name()).orElseThrow());
              }
            });
    // 24 bits are for results as precise as float32, and the ports have fewer.
    return options.withDomains(Map.of()).withAlike(formats).withAutomatic(false);
  }

  /** The part has attained its target from the cut on; people mean the whole. */
  private static void requireWhole(QuantizedPart quantized, Passage passage, Target target)
      throws ModelException {
    ImportedPart imported = quantized.imported();
    FloatGraph part = imported.part().graph();
    List<Map<String, double[]>> expected = new ArrayList<>();
    for (Map<String, double[]> sample : Passage.inReals(imported, passage.originals()).samples()) {
      expected.add(Passage.run(part, sample));
    }
    Agreement agreement = Agreement.measure(part, quantized.model(), passage.samples(), expected);
    if (!target.isMetBy(agreement)) {
      throw new ModelException(
          "the target is not reached with the public prefix: "
              + target.attained(agreement)
              + "; more --input-bits, a lower target or another cut would help");
    }
  }
}
