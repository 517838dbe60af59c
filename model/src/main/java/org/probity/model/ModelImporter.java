package org.probity.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.probity.model.booster.Booster;
import org.probity.model.booster.BoosterGraph;
import org.probity.model.floatgraph.Folding;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.lightgbm.LightgbmReader;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.onnx.OnnxImporter;
import org.probity.model.xgboost.XgboostReader;

/** Imports models of all formats ({@link ModelFormat}). */
public final class ModelImporter {
  private static final long MAX_BOOSTER_BYTES = 1L << 28;

  private ModelImporter() {}

  /** Reads a model from a file, and tells what was changed on the way. */
  public static Simplified read(Path file, ImportOptions options) throws ModelException {
    ModelFormat format = ModelFormat.of(file);
    if (format == ModelFormat.ONNX) {
      return OnnxImporter.readNoted(file, options);
    }
    if (!options.cut().isWhole()) {
      throw new ModelException(
          "a file of %s holds trees and no tensors, so that it cannot be cut".formatted(format)
              + "; leave --from and --to out");
    }
    Booster booster = booster(format, bytes(file));
    Simplified folded = Folding.simplify(BoosterGraph.of(booster, options));
    List<String> notes = new ArrayList<>(booster.notes());
    notes.addAll(folded.notes());
    return new Simplified(folded.graph(), notes);
  }

  /** Reads a booster from the bytes of a file. */
  static Booster booster(ModelFormat format, byte[] file) throws ModelException {
    return switch (format) {
      case XGBOOST -> XgboostReader.read(file);
      case LIGHTGBM -> LightgbmReader.read(file);
      case ONNX -> throw new IllegalArgumentException("no booster");
    };
  }

  private static byte[] bytes(Path file) throws ModelException {
    try {
      long size = Files.size(file);
      if (size > MAX_BOOSTER_BYTES) {
        throw new ModelException(file + " has " + size + " bytes, more than 2^28");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ModelException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
