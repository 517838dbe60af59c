package org.probity.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.probity.model.lightgbm.LightgbmReader;
import org.probity.model.xgboost.XgboostReader;

/** The kinds of model files, told from each other by their first bytes, whatever their names. */
public enum ModelFormat {
  ONNX("ONNX"),
  /** XGBoost's own, as JSON or UBJSON. */
  XGBOOST("XGBoost"),
  /** LightGBM's own text. */
  LIGHTGBM("LightGBM");

  private static final int START_BYTES = 64;

  private final String label;

  ModelFormat(String label) {
    this.label = label;
  }

  /** The kind of a file. What is none of the others is ONNX, if anything. */
  public static ModelFormat of(Path file) throws ModelException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(START_BYTES));
    } catch (IOException e) {
      throw new ModelException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The kind of a file that starts with some bytes. */
  public static ModelFormat of(byte[] start) {
    // No ONNX file starts like the others: those bytes are no tags of its fields.
    if (XgboostReader.recognises(start)) {
      return XGBOOST;
    }
    return LightgbmReader.recognises(start) ? LIGHTGBM : ONNX;
  }

  @Override
  public String toString() {
    return label;
  }
}
