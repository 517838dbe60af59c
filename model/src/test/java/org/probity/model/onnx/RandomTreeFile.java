package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.tensorAttribute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.probity.model.onnx.OnnxFile.Message;

/** Draws ensembles as the attributes of the three operators of trees, and rows that hit them. */
public final class RandomTreeFile {
  public static final String DOMAIN = "ai.onnx.ml";
  static final int DOUBLE = 11;
  static final int UINT8 = 2;

  static final List<String> MODES =
      List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ");

  private final Draw draw;
  final int features;
  private final boolean wide;
  private final List<String> modes;

  /** Whether leaf values are multiples of 1/8, so that sums are exact and there are draws. */
  final boolean dyadic;

  final List<Long> trees = new ArrayList<>();
  final List<Long> numbers = new ArrayList<>();
  final List<Long> featureIds = new ArrayList<>();
  final List<Double> values = new ArrayList<>();
  final List<String> nodeModes = new ArrayList<>();
  final List<Long> whenTrue = new ArrayList<>();
  final List<Long> whenFalse = new ArrayList<>();
  final List<Long> tracks = new ArrayList<>();
  final List<Long> leafTrees = new ArrayList<>();
  final List<Long> leafNumbers = new ArrayList<>();

  /**
   * Draws trees.
   *
   * @param wide whether thresholds are doubles
   */
  public RandomTreeFile(Draw draw, int features, boolean wide) {
    this(
        draw,
        features,
        wide,
        draw.flag() ? List.of(draw.of(MODES)) : MODES,
        draw.integer(1, 9),
        draw.integer(0, 5));
  }

  RandomTreeFile(Draw draw, int features, boolean wide, List<String> modes, int count, int depth) {
    this.draw = draw;
    this.features = features;
    this.wide = wide;
    this.modes = modes;
    this.dyadic = draw.flag();
    for (int t = 0; t < count; t++) {
      grow(t, 0, depth);
    }
  }

  /** A number that is likely to come again. */
  private double threshold() {
    double value =
        switch (draw.integer(0, 9)) {
          case 0 -> 0;
          case 1 -> draw.of(1.0, -1.0, 0.5, 2.0);
          case 2 -> draw.of(-0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40);
          default -> draw.reals(1, -3, 3)[0];
        };
    return wide ? value : (float) value;
  }

  /** Appends a subtree in order of the nodes and returns the number behind it. */
  private long grow(long tree, long number, int depth) {
    boolean leaf = depth == 0 || draw.integer(0, 5) == 0;
    int at = trees.size();
    trees.add(tree);
    numbers.add(number);
    featureIds.add(leaf ? 0L : (long) draw.integer(0, features - 1));
    values.add(leaf ? 0.0 : threshold());
    nodeModes.add(leaf ? "LEAF" : draw.of(modes));
    tracks.add(draw.flag() ? 1L : 0L);
    whenTrue.add(0L);
    whenFalse.add(0L);
    if (leaf) {
      leafTrees.add(tree);
      leafNumbers.add(number);
      return number + 1;
    }
    whenTrue.set(at, number + 1);
    // Unbalanced: one side is shallow now and then.
    long next = grow(tree, number + 1, draw.integer(0, 3) == 0 ? 0 : depth - 1);
    whenFalse.set(at, next);
    return grow(tree, next, depth - 1);
  }

  static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  static double[] reals(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  Message numbers(String name, double[] entries) {
    return wide
        ? tensorAttribute(name + "_as_tensor", doubles(entries))
        : Attributes.reals(name, entries);
  }

  static Message doubles(double[] entries) {
    return OnnxFile.header("t", DOUBLE, entries.length)
        .bytes(
            9,
            bytes(
                LongStream.range(0, entries.length)
                    .map(i -> Double.doubleToLongBits(entries[(int) i])),
                8));
  }

  static byte[] bytes(LongStream values, int size) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    values.forEach(v -> out.writeBytes(OnnxFile.little(v, size)));
    return out.toByteArray();
  }

  public List<Message> attributes() {
    List<Message> attributes =
        new ArrayList<>(
            List.of(
                integersAttribute("nodes_treeids", longs(trees)),
                integersAttribute("nodes_nodeids", longs(numbers)),
                integersAttribute("nodes_featureids", longs(featureIds)),
                numbers("nodes_values", reals(values)),
                Attributes.strings("nodes_modes", nodeModes.toArray(new String[0])),
                integersAttribute("nodes_truenodeids", longs(whenTrue)),
                integersAttribute("nodes_falsenodeids", longs(whenFalse))));
    if (draw.flag()) {
      attributes.add(integersAttribute("nodes_missing_value_tracks_true", longs(tracks)));
    }
    return attributes;
  }

  double[] leafValues(int count, double from) {
    double[] drawn = draw.reals(count, from, 1);
    for (int i = 0; i < count; i++) {
      drawn[i] = dyadic ? Math.max(Math.rint(drawn[i] * 8) / 8, from) : (float) drawn[i];
    }
    return drawn;
  }

  /** Adds weights of the leaves: of all results, or of the one given. */
  public void weigh(List<Message> attributes, String prefix, int results, int only, double from) {
    List<Long> leaves = new ArrayList<>();
    List<Long> nodes = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < leafTrees.size(); i++) {
      for (long r = 0; r < results; r++) {
        if (only < 0 || only == r) {
          leaves.add(leafTrees.get(i));
          nodes.add(leafNumbers.get(i));
          ids.add(r);
        }
      }
    }
    attributes.add(integersAttribute(prefix + "_treeids", longs(leaves)));
    attributes.add(integersAttribute(prefix + "_nodeids", longs(nodes)));
    attributes.add(integersAttribute(prefix + "_ids", longs(ids)));
    attributes.add(numbers(prefix + "_weights", leafValues(ids.size(), from)));
  }

  /** A TreeEnsemble of version 5 with one target for each leaf. */
  static OnnxFile.Message split(Draw draw, int features, int targets, boolean wide) {
    List<Long> featureIds = new ArrayList<>();
    List<Long> modes = new ArrayList<>();
    List<Double> splits = new ArrayList<>();
    List<Double> members = new ArrayList<>();
    List<long[]> children = new ArrayList<>();
    List<Long> roots = new ArrayList<>();
    int leaves = 0;
    int trees = draw.integer(1, 4);
    for (int t = 0; t < trees; t++) {
      roots.add((long) featureIds.size());
      int size = draw.integer(1, 8);
      int first = featureIds.size();
      for (int i = 0; i < size; i++) {
        featureIds.add((long) draw.integer(0, features - 1));
        long mode = draw.integer(0, 6);
        modes.add(mode);
        splits.add(mode == 6 ? 0 : (double) (float) draw.reals(1, -2, 2)[0]);
        if (mode == 6) {
          for (int k = draw.integer(1, 3); k > 0; k--) {
            members.add(draw.of(-1.0, 0.0, 1.0, 2.0));
          }
          members.add(Double.NaN);
        }
        children.add(new long[] {-1, -1});
        if (i > 0) {
          // Some free side of an earlier branch.
          while (true) {
            long[] sides = children.get(first + draw.integer(0, i - 1));
            int side = draw.integer(0, 1);
            if (sides[side] < 0) {
              sides[side] = (long) first + i;
              break;
            }
          }
        }
      }
    }
    List<Long> yes = new ArrayList<>();
    List<Long> no = new ArrayList<>();
    List<Long> yesLeaf = new ArrayList<>();
    List<Long> noLeaf = new ArrayList<>();
    for (long[] sides : children) {
      yesLeaf.add(sides[0] < 0 ? 1L : 0L);
      yes.add(sides[0] < 0 ? leaves++ : sides[0]);
      noLeaf.add(sides[1] < 0 ? 1L : 0L);
      no.add(sides[1] < 0 ? leaves++ : sides[1]);
    }
    OnnxFile.Message node =
        OnnxFile.node(
            "TreeEnsemble",
            "x",
            "y",
            integerAttribute("n_targets", targets),
            integerAttribute("aggregate_function", draw.integer(0, 1)),
            integersAttribute("tree_roots", longs(roots)),
            integersAttribute("nodes_featureids", longs(featureIds)),
            tensorAttribute(
                "nodes_modes",
                OnnxFile.header("m", UINT8, modes.size())
                    .bytes(9, bytes(modes.stream().mapToLong(m -> m), 1))),
            tensorAttribute("nodes_splits", tensor(reals(splits), wide)),
            tensorAttribute("membership_values", tensor(reals(members), wide)),
            integersAttribute("nodes_truenodeids", longs(yes)),
            integersAttribute("nodes_trueleafs", longs(yesLeaf)),
            integersAttribute("nodes_falsenodeids", longs(no)),
            integersAttribute("nodes_falseleafs", longs(noLeaf)),
            integersAttribute("leaf_targetids", draw.integers(leaves, 0, targets - 1)),
            tensorAttribute("leaf_weights", tensor(draw.reals(leaves, -1, 1), wide)));
    if (draw.flag()) {
      node.message(
          5,
          integersAttribute("nodes_missing_value_tracks_true", draw.integers(modes.size(), 0, 1)));
    }
    if (targets > 1) {
      node.message(5, integerAttribute("post_transform", draw.integer(0, 2)));
    }
    return node.string(7, DOMAIN);
  }

  /** A TreeEnsemble of version 5 in double precision: 1 where the feature is a member, else 0. */
  static Message membership(double... members) {
    return OnnxFile.node(
            "TreeEnsemble",
            "x",
            "y",
            integerAttribute("n_targets", 1),
            integersAttribute("tree_roots", 0),
            integersAttribute("nodes_featureids", 0),
            tensorAttribute("nodes_modes", OnnxFile.header("m", UINT8, 1).bytes(9, new byte[] {6})),
            tensorAttribute("nodes_splits", doubles(new double[1])),
            tensorAttribute("membership_values", doubles(members)),
            integersAttribute("nodes_truenodeids", 0),
            integersAttribute("nodes_trueleafs", 1),
            integersAttribute("nodes_falsenodeids", 1),
            integersAttribute("nodes_falseleafs", 1),
            integersAttribute("leaf_targetids", 0, 0),
            tensorAttribute("leaf_weights", doubles(new double[] {1, 0})))
        .string(7, DOMAIN);
  }

  private static Message tensor(double[] values, boolean wide) {
    return wide ? doubles(values) : OnnxFile.floatTensor("t", values, values.length);
  }

  /** Rows of features: thresholds, what lies next to them, and numbers that are none. */
  public double[] rows(int rows) {
    return rows(draw, rows * features, reals(values), wide);
  }

  static double[] rows(Draw draw, int count, double[] thresholds, boolean wide) {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      double t = thresholds[draw.integer(0, thresholds.length - 1)];
      double v =
          switch (draw.integer(0, 7)) {
            case 0 -> t;
            case 1 -> wide ? Math.nextUp(t) : Math.nextUp((float) t);
            case 2 -> wide ? Math.nextDown(t) : Math.nextDown((float) t);
            case 3 -> Double.NaN;
            case 4 ->
                draw.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1.0, 2.0);
            default -> draw.reals(1, -3, 3)[0];
          };
      x[i] = wide ? v : (float) v;
    }
    return x;
  }
}
