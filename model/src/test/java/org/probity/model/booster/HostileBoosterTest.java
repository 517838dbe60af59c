package org.probity.model.booster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.model.ModelException;
import org.probity.model.lightgbm.LightgbmReader;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.xgboost.XgboostReader;

/** Damaged model files end in one clear line, and in nothing else. */
class HostileBoosterTest {
  private static final int FLIPS = 400;

  /** Small ones of all formats. */
  static List<Recorded> victims() throws Exception {
    List<String> names =
        List.of(
            "xgboost-categories.json",
            "xgboost-early.json",
            "xgboost-base-score.ubj",
            "xgboost-categories.ubj",
            "xgboost-dart.ubj",
            "xgboost-linear.ubj",
            "lightgbm-categories.txt",
            "lightgbm-forest.txt");
    return Recorded.all().stream().filter(r -> names.contains(r.toString())).toList();
  }

  /** Reads it; whatever is wrong with it, only a one-line ModelException may come out. */
  private static boolean isRead(Recorded recorded, byte[] file) {
    boolean text = recorded.toString().endsWith("txt");
    try {
      Booster booster = text ? LightgbmReader.read(file) : XgboostReader.read(file);
      assertThat(BoosterGraph.of(booster, ImportOptions.defaults()).outputs()).isNotEmpty();
      double[] scores = booster.scorer().score(new double[booster.width()]);
      assertThat(scores).hasSize(booster.scorer().scores());
      return true;
    } catch (ModelException e) {
      assertThat(e.getMessage())
          .startsWith(text ? "LightGBM" : "XGBoost")
          .hasLineCount(1)
          .hasSizeLessThan(500);
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("victims")
  void cutOffAnywhere(Recorded recorded) throws Exception {
    byte[] file = Files.readAllBytes(recorded.model());
    assertThat(isRead(recorded, file)).isTrue();
    String whole = new String(file, StandardCharsets.ISO_8859_1);
    // What follows the trees of LightGBM's text is not read.
    int end =
        recorded.toString().endsWith("txt")
            ? whole.indexOf("end of trees") + "end of trees".length()
            : file.length;
    for (int length = 0; length < end; length += length < 200 ? 1 : 1 + length / 100) {
      assertThat(isRead(recorded, Arrays.copyOf(file, length))).as("%s bytes", length).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("victims")
  void bitsFlipped(Recorded recorded) throws Exception {
    byte[] file = Files.readAllBytes(recorded.model());
    Random random = new Random(file.length);
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += isRead(recorded, damaged) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @MethodSource("victims")
  void piecesRepeatedOrLost(Recorded recorded) throws Exception {
    byte[] file = Files.readAllBytes(recorded.model());
    Random random = new Random(file.length);
    for (int i = 0; i < FLIPS / 4; i++) {
      int from = random.nextInt(file.length);
      int to = Math.min(file.length, from + 1 + random.nextInt(300));
      int back = random.nextBoolean() ? from : to;
      byte[] damaged = new byte[to + file.length - back];
      System.arraycopy(file, 0, damaged, 0, to);
      System.arraycopy(file, back, damaged, to, file.length - back);
      isRead(recorded, damaged);
      byte[] lost = new byte[file.length - (to - from)];
      System.arraycopy(file, 0, lost, 0, from);
      System.arraycopy(file, to, lost, from, file.length - to);
      isRead(recorded, lost);
    }
  }
}
