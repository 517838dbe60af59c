package org.probity.model.part;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.fidelity.CutReference;
import org.probity.model.fidelity.Fidelity;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.ImportNote;
import org.probity.model.fidelity.Reference;
import org.probity.model.fidelity.Texts;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.quantize.QuantizedModel;

/**
 * A part of a file in integers.
 *
 * @param imported what it was made of
 * @param prefix the public prefix, if there is one
 * @param model the part to be proven
 */
public record QuantizedPart(
    ImportedPart imported, Optional<QuantizedModel> prefix, QuantizedModel model) {

  /**
   * Compares it with the file, from the file's inputs to the results of the part: with a public
   * prefix in integers, behind an unproven one in real numbers.
   *
   * @param file what was imported
   * @param samples inputs of the file
   * @param texts all texts of the samples
   * @throws ModelException as {@link Fidelity#report}
   */
  public FidelityReport fidelity(
      Path file, List<Map<String, double[]>> samples, Texts texts, FidelityOptions options)
      throws ModelException {
    Passage passage =
        prefix.isPresent()
            ? Passage.inIntegers(prefix.get(), samples)
            : Passage.inReals(imported, samples);
    try (Reference original = open(file, texts)) {
      Reference reference =
          imported.before().isEmpty()
              ? original
              : new CutReference(original, passage.samples(), passage.originals());
      FidelityReport report =
          Fidelity.report(reference, imported.part(), model, passage.samples(), options);
      return report.withRefused(report.refused() + passage.refused()).withNotes(notes());
    }
  }

  private Reference open(Path file, Texts texts) throws ModelException {
    return Reference.open(
        file,
        imported.before().map(Simplified::graph),
        imported.part().graph(),
        imported.cut().to(),
        texts);
  }

  private List<ImportNote> notes() {
    List<ImportNote> notes = new ArrayList<>();
    if (imported.before().isPresent()) {
      String from = String.join(", ", imported.cut().from());
      String rest =
          prefix.isPresent()
              ? "is a public prefix of integers, which the comparison includes"
              : "is not, and was run in real numbers";
      notes.add(choice("proven from " + from + " on; what comes before " + rest));
      imported.before().get().notes().forEach(line -> notes.add(choice("before the cut: " + line)));
    }
    prefix.ifPresent(
        p -> p.notes().forEach(line -> notes.add(choice("in the public prefix: " + line))));
    if (!imported.cut().to().isEmpty()) {
      notes.add(choice("proven up to " + String.join(", ", imported.cut().to()) + " only"));
    }
    return notes;
  }

  private static ImportNote choice(String text) {
    return new ImportNote(ImportNote.Kind.CHOICE, text);
  }
}
