package org.probity.model.part;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.model.Cut;
import org.probity.model.ModelException;
import org.probity.model.ModelImporter;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/**
 * The part of a file that is to be proven, and what comes before it, both in real numbers.
 *
 * @param cut which part it is
 * @param kind what becomes of what comes before
 * @param before from the inputs of the file to the cut; empty if the part starts at those inputs
 * @param part from the cut to the results
 */
public record ImportedPart(Cut cut, Before kind, Optional<Simplified> before, Simplified part) {
  /**
   * Reads a part of a file.
   *
   * @param options the part is its {@link ImportOptions#cut}
   * @param kind what becomes of what comes before, if anything does
   * @throws ModelException if the file cannot be imported, or cannot be cut like this
   */
  public static ImportedPart read(Path file, ImportOptions options, Before kind)
      throws ModelException {
    Cut cut = options.cut();
    Simplified part = ModelImporter.read(file, options);
    Optional<Simplified> before = Optional.empty();
    if (!cut.from().isEmpty()) {
      before = Optional.of(ModelImporter.read(file, options.withCut(cut.before())));
    }
    return new ImportedPart(cut, kind, before, part);
  }

  /** The graph whose inputs are those of the file. */
  public FloatGraph entrance() {
    return before.orElse(part).graph();
  }

  /**
   * Brings it to integers. A public prefix comes first, in formats of 16 bits wherever a proof
   * would have to pay for more than the declared ones, and the part is calibrated with what it
   * gives: the integer format at the cut is the prefix's.
   *
   * @param samples representative inputs of the file, as for {@link Quantizer#quantize}
   * @throws ModelException as there, or if prefix and part do not agree on what the integers at the
   *     cut stand for
   */
  public QuantizedPart quantize(List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    if (kind == Before.PUBLIC && before.isPresent()) {
      return PublicCut.quantize(this, samples, options);
    }
    List<Map<String, double[]>> atCut = Passage.inReals(this, samples).samples();
    // The head of a network may look like a linear model, whose results are exact to the last
    // digit.
    QuantizerOptions chosen = before.isPresent() ? options.withAutomatic(false) : options;
    QuantizedModel model = Quantizer.quantize(part.graph(), atCut, chosen);
    return new QuantizedPart(this, Optional.empty(), model);
  }
}
