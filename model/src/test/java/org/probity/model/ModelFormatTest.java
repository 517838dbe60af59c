package org.probity.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.model.onnx.ImportOptions;

class ModelFormatTest {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  @ParameterizedTest
  @CsvSource({
    "boosters/xgboost-binary.json, XGBOOST",
    "boosters/xgboost-binary.ubj, XGBOOST",
    "boosters/lightgbm-binary.txt, LIGHTGBM",
    "onnx/sklearn-linear-18.onnx, ONNX"
  })
  void isToldByContent(String name, ModelFormat format, @TempDir Path folder) throws Exception {
    Path renamed = folder.resolve("model");
    Files.copy(RESOURCES.resolve(name), renamed);
    assertThat(ModelFormat.of(renamed)).isEqualTo(format);
    assertThat(ModelImporter.read(renamed, ImportOptions.defaults()).graph().inputs()).hasSize(1);
  }

  @Test
  void whatIsNothingElseIsOnnx() {
    for (String start : new String[] {"", "  ", "[]", "tree", "\u0008\u0007"}) {
      assertThat(ModelFormat.of(start.getBytes(StandardCharsets.UTF_8)))
          .isEqualTo(ModelFormat.ONNX);
    }
  }

  @Test
  void fileThatIsMissing(@TempDir Path folder) {
    assertThatThrownBy(() -> ModelFormat.of(folder.resolve("none")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot read");
  }
}
