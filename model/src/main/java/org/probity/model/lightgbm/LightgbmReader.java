package org.probity.model.lightgbm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.StringTokenizer;
import org.probity.model.ModelException;
import org.probity.model.booster.Booster;
import org.probity.model.booster.Link;
import org.probity.model.booster.Scorer;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;

/**
 * Reads the files that LightGBM writes with {@code save_model("model.txt")}. The file is taken as
 * hostile: whatever it holds, the only exception is {@link ModelException}, and time and memory are
 * bounded by a multiple of its size.
 */
public final class LightgbmReader {
  private static final byte[] FIRST_LINE = "tree".getBytes(StandardCharsets.US_ASCII);
  private static final String TREE = "Tree=";
  private static final String END = "end of trees";
  private static final int MAX_SCORES = 1 << 16;

  private final Section header = new Section("header");
  private final List<Section> trees = new ArrayList<>();

  private LightgbmReader() {}

  /** Whether the first line is that of a LightGBM model. */
  public static boolean recognises(byte[] file) {
    int length = FIRST_LINE.length;
    for (int i = 0; i < length; i++) {
      if (file.length <= length || file[i] != FIRST_LINE[i]) {
        return false;
      }
    }
    return file[length] == '\n' || file[length] == '\r';
  }

  /** Reads a model. */
  public static Booster read(byte[] file) throws ModelException {
    if (!recognises(file)) {
      throw error("its first line is not 'tree'");
    }
    LightgbmReader reader = new LightgbmReader();
    reader.split(new String(file, StandardCharsets.UTF_8));
    return reader.booster();
  }

  /** Splits the lines into header and trees. What follows the trees says how they were trained. */
  private void split(String file) throws ModelException {
    Section section = header;
    for (Iterator<String> lines = file.lines().skip(1).iterator(); lines.hasNext(); ) {
      String line = lines.next().strip();
      if (line.equals(END)) {
        return;
      }
      if (line.startsWith(TREE)) {
        if (!line.equals(TREE + trees.size())) {
          throw error("tree " + trees.size() + " should come next");
        }
        section = new Section("tree " + trees.size());
        trees.add(section);
      } else if (!line.isEmpty()) {
        section.add(line);
      }
    }
    throw error("it ends before '" + END + "'");
  }

  private Booster booster() throws ModelException {
    String version = header.text("version");
    if (!List.of("v2", "v3", "v4").contains(version)) {
      throw header.error("version", "is none of v2, v3 and v4");
    }
    int last = header.integer("max_feature_idx");
    int width = last < Integer.MAX_VALUE ? last + 1 : last;
    int scores = header.integer("num_tree_per_iteration", header.integer("num_class"));
    if (scores < 1 || scores > MAX_SCORES) {
      throw header.error("num_tree_per_iteration", "is " + scores);
    }
    if (trees.isEmpty() || trees.size() % scores != 0) {
      throw error("it has " + trees.size() + " trees, and " + scores + " for each iteration");
    }
    if (header.has("tree_sizes")) {
      // A file that lost a tree is not taken for a smaller model.
      header.integers("tree_sizes", trees.size());
    }
    boolean custom = !header.has("objective");
    Link link = Objective.link(custom ? "custom" : header.text("objective"), scores);
    EnsembleBuilder ensemble = new EnsembleBuilder("LightGBM model", width, scores);
    int divisor = header.has("average_output") ? trees.size() / scores : 1;
    for (int t = 0; t < trees.size(); t++) {
      new TreeReader(trees.get(t)).addTo(ensemble, t % scores, divisor);
    }
    Scorer scorer = new Scorer.Trees(ensemble.build(), Precision.FLOAT64);
    List<String> notes =
        custom
            ? List.of("LightGBM's file names no objective: the outputs are raw scores")
            : List.of();
    return new Booster("LightGBM " + version, names(width), width, scorer, link, notes);
  }

  private List<String> names(int width) throws ModelException {
    if (!header.has("feature_names")) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(header.text("feature_names"), " ");
    while (words.hasMoreTokens()) {
      names.add(words.nextToken());
    }
    if (names.size() != width) {
      throw header.error("feature_names", "has " + names.size() + " for " + width + " features");
    }
    return names;
  }

  private static ModelException error(String what) {
    return new ModelException("LightGBM model: " + what);
  }
}
