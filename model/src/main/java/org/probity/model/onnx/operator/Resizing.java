package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.model.ModelException;
import org.probity.model.onnx.operator.Interpolation.Axis;
import org.probity.model.onnx.operator.Interpolation.Coordinates;
import org.probity.model.onnx.operator.Interpolation.Nearest;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Resize and Upsample. Every axis is resized by itself: the nearest neighbour is a table, the
 * others are contractions with a matrix of interpolation weights.
 */
final class Resizing {
  private static final int MAX_CELLS = 1 << 20;

  private final OnnxNode node;
  private final Scope scope;
  private final Formula formula;
  private final Value x;

  static List<Entry> entries() {
    String how = "nearest: layout; linear and cubic: contraction with a matrix for each axis";
    return List.of(
        Entry.formula("Resize", how, (node, scope, f) -> new Resizing(node, scope, f).value()),
        Entry.formula("Upsample", how, (node, scope, f) -> new Resizing(node, scope, f).value()));
  }

  private Resizing(OnnxNode node, Scope scope, Formula formula) throws ModelException {
    this.node = node;
    this.scope = scope;
    this.formula = formula;
    x = scope.operand(node, 0);
    if (x.rank() == 0 || x.size() == 0) {
      throw node.error("its input is a scalar or empty");
    }
  }

  private Value value() throws ModelException {
    List<Axis> axes = axes();
    double elsewhere = node.real("extrapolation_value", 0);
    List<Interpolation> steps = new ArrayList<>();
    for (Axis axis : axes) {
      steps.add(interpolation(axis));
    }
    int[] shape = axes.stream().mapToInt(Axis::to).toArray();
    if (Arrays.equals(shape, x.shape())) {
      // ONNX Runtime copies the input then, whatever the scales and the region.
      return x;
    }
    Value y = x;
    if (steps.stream().allMatch(Interpolation::selects)) {
      List<AxisIndex> view = new ArrayList<>();
      for (int d = 0; d < steps.size(); d++) {
        Interpolation step = steps.get(d);
        view.add(step.isIdentity() ? AxisIndex.along(d) : Views.table(d, step.selection()));
      }
      y = formula.layout(x, shape, view);
    } else {
      for (int d = 0; d < steps.size(); d++) {
        y = steps.get(d).isIdentity() ? y : contracted(y, d, steps.get(d));
      }
    }
    return elsewhere == 0 ? y : extrapolated(y, axes, elsewhere);
  }

  private Value contracted(Value value, int axis, Interpolation step) throws ModelException {
    int rank = value.rank();
    int[] square = {step.size(), step.cells().length};
    List<AxisIndex> view = new ArrayList<>(Views.identity(rank));
    view.set(axis, AxisIndex.along(rank));
    Constant matrix = new Constant(value.type(), square, step.matrix());
    return formula.contract(
        value.type(),
        Shapes.with(value.shape(), axis, square[1]),
        new int[] {square[0]},
        formula.view(value, view),
        formula.view(matrix, Views.along(rank, axis)));
  }

  /** Cells outside on any axis read zero so far. */
  private Value extrapolated(Value y, List<Axis> axes, double elsewhere) throws ModelException {
    int[] shape = y.shape();
    Shapes.requireComputable(node, shape);
    double[] mask = new double[y.size()];
    int[] index = new int[shape.length];
    for (int i = 0; i < mask.length; i++) {
      boolean outside =
          IntStream.range(0, shape.length).anyMatch(d -> axes.get(d).outside(index[d]));
      mask[i] = outside ? elsewhere : 0;
      Axes.advance(index, shape);
    }
    boolean any = Arrays.stream(mask).anyMatch(v -> v != 0);
    return any ? formula.add(y, new Constant(y.type(), shape, mask)) : y;
  }

  private Interpolation interpolation(Axis axis) throws ModelException {
    if (axis.scale() == 1) {
      return Interpolation.none(axis.from());
    }
    // The weights are a matrix.
    scope
        .builder()
        .countComputed(node, Shapes.checked(new long[] {axis.from(), axis.to()}, node.label()));
    boolean antialias = node.flag("antialias", false);
    boolean exclude = node.flag("exclude_outside", false);
    String mode = node.string("mode", "nearest");
    return switch (mode) {
      case "nearest" -> Interpolation.nearest(axis, nearest(axis));
      case "linear", "bilinear", "trilinear" -> Interpolation.linear(axis, antialias, exclude);
      case "cubic" ->
          Interpolation.cubic(axis, node.real("cubic_coeff_a", -0.75), antialias, exclude);
      default ->
          throw node.error("mode " + mode + " is not supported; use nearest, linear or cubic");
    };
  }

  private Nearest nearest(Axis axis) throws ModelException {
    if (scope.opset() < 11) {
      // As ONNX Runtime does it where the specification is silent.
      return axis.scale() < 1 ? Nearest.CEIL : Nearest.FLOOR;
    }
    return constantOf(Nearest.class, "nearest_mode", "round_prefer_floor");
  }

  private <E extends Enum<E>> E constantOf(Class<E> type, String attribute, String otherwise)
      throws ModelException {
    String name = node.string(attribute, otherwise);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw node.error(attribute + " " + name + " is not supported");
  }

  private List<Axis> axes() throws ModelException {
    int rank = x.rank();
    boolean modern = scope.opset() >= 11 && node.operator().equals("Resize");
    int[] resized = resizedAxes();
    double[] region = region(modern, resized);
    Optional<Constant> scales = given(modern ? 2 : 1);
    Optional<Constant> sizes = modern ? given(3) : Optional.empty();
    double[] factors = new double[rank];
    Arrays.fill(factors, 1);
    int[] to = x.shape().clone();
    if (sizes.isPresent()) {
      setSizes(resized, sizes.get().toLongs(node), to, factors);
    } else {
      double[] values = scales.isPresent() ? scales.get().values() : attributeScales();
      requireLength(values.length, resized.length, "scales");
      for (int i = 0; i < values.length; i++) {
        int d = resized[i];
        factors[d] = values[i];
        // Also where a region is cut out: ONNX Runtime takes the whole axis.
        to[d] = checkedSize(Math.floor((float) values[i] * x.shape()[d]));
      }
    }
    Coordinates coordinates =
        modern
            ? constantOf(Coordinates.class, "coordinate_transformation_mode", "half_pixel")
            : Coordinates.ASYMMETRIC;
    List<Axis> axes = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      axes.add(new Axis(x.shape()[d], to[d], factors[d], region[d], region[rank + d], coordinates));
    }
    return axes;
  }

  private int[] resizedAxes() throws ModelException {
    int rank = x.rank();
    Optional<long[]> declared = node.integers("axes");
    if (declared.isEmpty()) {
      return IntStream.range(0, rank).toArray();
    }
    int[] axes = new int[declared.get().length];
    Shapes.axes(node, declared.get(), rank);
    for (int i = 0; i < axes.length; i++) {
      axes[i] = Shapes.axis(node, declared.get()[i], rank);
    }
    return axes;
  }

  /** Begin and end on each axis of the region that is cut out, in [0, 1]. */
  private double[] region(boolean modern, int[] resized) throws ModelException {
    int rank = x.rank();
    double[] region = new double[2 * rank];
    Arrays.fill(region, rank, 2 * rank, 1);
    boolean crops =
        node.string("coordinate_transformation_mode", "half_pixel").equals("tf_crop_and_resize");
    if (modern && crops) {
      double[] roi = scope.constant(node, 1).values();
      requireLength(roi.length, 2 * resized.length, "roi");
      for (int i = 0; i < resized.length; i++) {
        region[resized[i]] = roi[i];
        region[rank + resized[i]] = roi[resized.length + i];
      }
    }
    return region;
  }

  /** An input that is given and not empty. */
  private Optional<Constant> given(int position) throws ModelException {
    return scope.optionalConstant(node, position).filter(c -> c.size() > 0);
  }

  private double[] attributeScales() throws ModelException {
    float[] values =
        node.reals("scales").orElseThrow(() -> node.error("neither scales nor sizes are given"));
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private void setSizes(int[] resized, long[] sizes, int[] to, double[] factors)
      throws ModelException {
    requireLength(sizes.length, resized.length, "sizes");
    String policy = node.string("keep_aspect_ratio_policy", "stretch");
    double common = policy.equals("not_smaller") ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < sizes.length; i++) {
      double factor = (double) sizes[i] / x.shape()[resized[i]];
      common = policy.equals("not_smaller") ? Math.max(common, factor) : Math.min(common, factor);
    }
    for (int i = 0; i < sizes.length; i++) {
      int d = resized[i];
      switch (policy) {
        case "stretch" -> {
          to[d] = checkedSize((double) sizes[i]);
          factors[d] = (double) to[d] / x.shape()[d];
        }
        case "not_larger", "not_smaller" -> {
          to[d] = checkedSize(Math.floor(common * x.shape()[d] + 0.5));
          factors[d] = common;
        }
        default -> throw node.error("keep_aspect_ratio_policy " + policy + " is not supported");
      }
    }
  }

  private int checkedSize(double size) throws ModelException {
    if (!(size >= 1 && size <= MAX_CELLS)) {
      throw node.error("an axis would get " + size + " cells, not 1 to " + MAX_CELLS);
    }
    return (int) size;
  }

  private void requireLength(int length, int expected, String what) throws ModelException {
    if (length != expected) {
      throw node.error(what + " has " + length + " entries, not " + expected);
    }
  }
}
