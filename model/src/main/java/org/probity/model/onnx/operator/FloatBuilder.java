package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.floatgraph.TreeFolding;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * The float graph under construction, one for a model with all its subgraphs and functions. Steps
 * on constants alone are computed at once. Limits what a small file can make large.
 *
 * <p>Tensors and constants have provisional names until {@link #build}; there, what an ONNX name
 * was bound to gets that name, and every other step that of its ONNX node with a suffix.
 */
final class FloatBuilder {
  private static final int MAX_NODES = 1 << 17;
  private static final long MAX_STEPS = 1L << 18;

  /** Limit on the entries of all tensors, and on those of all tables. */
  private static final long MAX_ENTRIES = 1L << 30;

  private static final long MAX_CELLS = 1L << 26;

  /** Limits on the entries of constants that are computed, and on the products that takes. */
  private static final long MAX_COMPUTED = 1L << 26;

  private static final long MAX_WORK = 1L << 30;

  /** Integers up to here are exact, and so are their sums and products. */
  private static final double EXACT = 0x1p53;

  private final List<FloatNode> nodes = new ArrayList<>();
  private final Map<String, FloatNode> producers = new HashMap<>();
  private final Map<String, Constant> constants = new HashMap<>();
  private final Map<ConstantKey, String> constantNames = new HashMap<>();
  private final IdentityHashMap<double[], ConstantKey> keys = new IdentityHashMap<>();

  /** ONNX names of provisional names, and what to call those without. */
  private final Map<String, String> bound = new HashMap<>();

  private final IdentityHashMap<double[], String> boundConstants = new IdentityHashMap<>();
  private final Map<String, String> wanted = new HashMap<>();

  /** By tensor: its element type in the original model. */
  private final Map<String, ElementType> types = new HashMap<>();

  private final Map<String, Provenance> provenances = new HashMap<>();
  private final Map<String, List<String>> notes = new LinkedHashMap<>();
  private long steps;
  private long entries;
  private long cells;
  private long computed;
  private long work;

  private record ConstantKey(List<Integer> shape, double[] values, int hash) {
    ConstantKey(int[] shape, double[] values) {
      this(Shapes.list(shape), values, Arrays.hashCode(values));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ConstantKey k
          && hash == k.hash
          && shape.equals(k.shape)
          && Arrays.equals(values, k.values);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** Counts one ONNX node or one iteration of a loop. */
  void countStep(OnnxNode node) throws ModelException {
    if (++steps > MAX_STEPS) {
      throw node.error("the model takes more than 2^18 steps");
    }
  }

  /** A provisional name. */
  String fresh(String label, String suffix) {
    String name = "%" + wanted.size();
    wanted.put(name, label + "/" + suffix);
    return name;
  }

  /** Gives the value an ONNX name, unless it has one. */
  void bind(String name, Value value) {
    switch (value) {
      case Variable v -> bound.putIfAbsent(v.tensor(), name);
      case Constant c -> boundConstants.putIfAbsent(c.values(), name);
    }
  }

  /** The tensor of a graph input. */
  Variable input(String name, ElementType type, int[] shape) throws ModelException {
    count(shape, name + " and other inputs");
    String tensor = fresh(name, "input");
    bound.put(tensor, name);
    types.put(tensor, type);
    return new Variable(tensor, type, shape);
  }

  /** The step that defines a tensor, or null. */
  FloatNode producer(String tensor) {
    return producers.get(tensor);
  }

  /** Remembers what a tensor is a function of. */
  void trace(Variable value, Provenance provenance) {
    provenances.put(value.tensor(), provenance);
  }

  /** What a tensor is known to be a function of. */
  Optional<Provenance> provenance(String tensor) {
    return Optional.ofNullable(provenances.get(tensor));
  }

  /** What a value is known to be a function of. */
  Optional<Provenance> provenance(Value value) {
    return value instanceof Variable v
        ? Optional.ofNullable(provenances.get(v.tensor()))
        : Optional.empty();
  }

  /** The name of the value as the source of a view. */
  String source(OnnxNode node, Value value) throws ModelException {
    return switch (value) {
      case Variable v -> v.tensor();
      case Constant c -> {
        int[] shape = Shapes.stored(c.shape());
        ConstantKey key = keys.get(c.values());
        if (key == null || !key.shape.equals(Shapes.list(shape))) {
          key = new ConstantKey(shape, c.values());
          keys.put(c.values(), key);
        }
        String known = constantNames.get(key);
        if (known == null) {
          known = fresh(label(node), "constant");
          constantNames.put(key, known);
          constants.put(known, c);
        }
        yield known;
      }
    };
  }

  /** Appends a step, or computes it if it reads constants alone. */
  Value emit(OnnxNode node, FloatNode step, ElementType type, int[] shape) throws ModelException {
    Shapes.checked(Arrays.stream(shape).asLongStream().toArray(), node.label());
    if (Shapes.size(shape) == 0) {
      return new Constant(type, shape, new double[0]);
    }
    for (View view : step.views()) {
      Constant c = constants.get(view.source());
      if (c != null && c.size() == 0) {
        throw node.error("it reads an empty constant");
      }
      countCells(node, view);
    }
    if (step.views().stream().allMatch(v -> constants.containsKey(v.source()))) {
      return compute(node, step, type, shape);
    }
    count(shape, node.label());
    if (nodes.size() == MAX_NODES) {
      throw node.error("the model takes more than 2^17 arithmetic steps");
    }
    FloatNode bounded = step instanceof FloatNode.Combine c ? withoutMasks(node, c) : step;
    requireFinite(node, bounded);
    nodes.add(bounded);
    types.put(step.output(), type);
    producers.put(bounded.output(), bounded);
    return new Variable(step.output(), type, shape);
  }

  /** A constant as a tensor of the graph, so that it can be an output. */
  Variable tensor(String name, Constant constant) throws ModelException {
    OnnxNode node = new OnnxNode("", "Constant", "", List.of(), List.of(name), Map.of());
    List<Integer> shape = Shapes.list(Shapes.stored(constant.shape()));
    View whole = View.identity(source(node, constant), shape.size());
    FloatNode copy =
        new FloatNode.Combine(
            fresh(name, "constant"), shape, List.of(new FloatNode.Combine.Term(1, whole)), 0);
    requireFinite(node, copy);
    nodes.add(copy);
    return new Variable(copy.output(), constant.type(), constant.shape());
  }

  /** The sum with masks in place of minus infinity. */
  private FloatNode withoutMasks(OnnxNode node, FloatNode.Combine sum) throws ModelException {
    List<FloatNode.Combine.Term> terms = new ArrayList<>();
    boolean changed = sum.constant() < Masks.bound(sum.constant());
    for (FloatNode.Combine.Term term : sum.terms()) {
      Constant c = constants.get(term.view().source());
      if (c != null && Masks.isMask(c)) {
        changed = true;
        View view = new View(source(node, Masks.bound(c)), term.view().axes());
        terms.add(new FloatNode.Combine.Term(term.coefficient(), view));
      } else {
        terms.add(term);
      }
    }
    if (!changed) {
      return sum;
    }
    note("infinite masks became -1000 before a softmax", label(node));
    return new FloatNode.Combine(sum.output(), sum.shape(), terms, Masks.bound(sum.constant()));
  }

  /** Records an operator between quantisers that ONNX Runtime does not fuse. */
  void noteUnfused(OnnxNode node) {
    note(
        "exact sums, where ONNX Runtime adds in float32 and may differ by one code near a half",
        label(node));
  }

  /** Records what the import changed. */
  void note(String what, String where) {
    notes.computeIfAbsent(what, _ -> new ArrayList<>()).add(where);
  }

  /** What the import changed, one line for each kind of change. */
  List<String> notes() {
    return notes.entrySet().stream()
        .map(
            e ->
                e.getValue().isEmpty()
                    ? e.getKey()
                    : e.getKey()
                        + ": "
                        + String.join(", ", e.getValue().stream().distinct().toList()))
        .toList();
  }

  /** How a node is called in names: by its first output. */
  static String label(OnnxNode node) {
    return node.outputs().stream().filter(o -> !o.isEmpty()).findFirst().orElse(node.operator());
  }

  private void count(int[] shape, String what) throws ModelException {
    entries += Shapes.size(shape);
    if (entries > MAX_ENTRIES) {
      throw new ModelException(what + ": the model has more than 2^30 entries in its tensors");
    }
  }

  private void countCells(OnnxNode node, View view) throws ModelException {
    for (AxisIndex index : view.axes()) {
      cells += index instanceof AxisIndex.Table t ? t.cells().length : 0;
    }
    if (cells > MAX_CELLS) {
      throw node.error("the model selects among more than 2^26 entries by tables");
    }
  }

  private void requireFinite(OnnxNode node, FloatNode step) throws ModelException {
    for (View view : step.views()) {
      Constant c = constants.get(view.source());
      if (c != null && !Arrays.stream(c.values()).allMatch(Double::isFinite)) {
        throw node.error("a constant is NaN or infinite");
      }
    }
    if (step instanceof FloatNode.Combine c
        && !(Double.isFinite(c.constant())
            && c.terms().stream().allMatch(t -> Double.isFinite(t.coefficient())))) {
      throw node.error("a constant is NaN or infinite");
    }
  }

  /** Counts entries of constants that the model computes, which its file does not bound. */
  void countComputed(OnnxNode node, int[] shape) throws ModelException {
    Shapes.requireComputable(node, shape);
    computed += Shapes.size(shape);
    if (computed > MAX_COMPUTED) {
      throw node.error("the model computes more than 2^26 entries of constants");
    }
  }

  private Constant compute(OnnxNode node, FloatNode step, ElementType type, int[] shape)
      throws ModelException {
    countComputed(node, shape);
    work += Shapes.size(shape) * window(step);
    if (work > MAX_WORK) {
      throw node.error("computing its constant result takes too long");
    }
    Map<String, org.probity.model.floatgraph.Constant> sources = new HashMap<>();
    for (View view : step.views()) {
      sources.put(view.source(), stored(constants.get(view.source())));
    }
    FloatPort output =
        new FloatPort(
            step.output(),
            step.output(),
            step.shape().stream().map(Integer::longValue).toList(),
            PortType.FLOAT32);
    FloatGraph graph = new FloatGraph(List.of(), List.of(output), sources, List.of(step));
    try {
      double[] values = FloatExecutor.run(graph, Map.of()).get(step.output());
      return new Constant(type, shape, exact(node, step, type, values));
    } catch (IllegalArgumentException e) {
      throw new ModelException(node.label() + ": " + e.getMessage(), e);
    }
  }

  /** The number of operations for each entry of the result. */
  private static long window(FloatNode step) {
    return switch (step) {
      case FloatNode.Contract c -> product(c.summed());
      case FloatNode.Extremum e -> product(e.window()) * e.operands().size();
      case FloatNode.Ranking r -> r.count();
      case FloatNode.Combine c -> c.terms().size();
      case FloatNode.Select _, FloatNode.Apply _, FloatNode.Divide _ -> 1;
      case FloatNode.Rescale _, FloatNode.Tabulate _, FloatNode.Lookup _ -> 1;
      case FloatNode.Forest f -> (long) f.ensemble().trees() * f.ensemble().depth();
      case FloatNode.Softmax _, FloatNode.Layout _ -> 1;
    };
  }

  private static long product(List<Integer> shape) {
    return shape.stream()
        .mapToLong(Integer::longValue)
        .reduce(1, (a, b) -> Math.min(a * b, MAX_WORK));
  }

  /** Integers must fit their type, and must not have been rounded. */
  private static double[] exact(OnnxNode node, FloatNode step, ElementType type, double[] values)
      throws ModelException {
    boolean arithmetic =
        step instanceof FloatNode.Contract || (step instanceof FloatNode.Combine && !isCopy(step));
    if (type.real()) {
      return values;
    }
    for (double v : values) {
      if (!type.holds(v) || (arithmetic && Math.abs(v) >= EXACT)) {
        throw node.error("an integer constant overflows " + type);
      }
    }
    return values;
  }

  /** Whether every entry of the result is an entry of an operand: a concatenation. */
  private static boolean isCopy(FloatNode step) {
    return step instanceof FloatNode.Combine c
        && c.constant() == 0
        && c.terms().stream().allMatch(t -> t.coefficient() == 1);
  }

  private static org.probity.model.floatgraph.Constant stored(Constant c) {
    return new org.probity.model.floatgraph.Constant(
        Shapes.list(Shapes.stored(c.shape())), c.values());
  }

  // ---- the result

  /**
   * The graph of what the outputs need, with final names; what is done to the features of trees is
   * part of them.
   */
  FloatGraph build(List<FloatPort> inputs, List<FloatPort> outputs) throws ModelException {
    Set<String> needed = new HashSet<>();
    outputs.forEach(port -> needed.add(port.tensor()));
    List<FloatNode> kept = new ArrayList<>();
    for (FloatNode node : nodes.reversed()) {
      if (needed.contains(node.output())) {
        node.views().forEach(view -> needed.add(view.source()));
        kept.add(node);
      }
    }
    inputs.forEach(port -> needed.add(port.tensor()));
    Map<String, String> names = finalNames(inputs, kept.reversed(), needed);
    Map<String, org.probity.model.floatgraph.Constant> used = new LinkedHashMap<>();
    constants.forEach(
        (name, c) -> {
          if (needed.contains(name)) {
            used.put(names.get(name), stored(c));
          }
        });
    Set<String> single = new HashSet<>();
    types.forEach(
        (name, type) -> {
          if (type == ElementType.FLOAT && names.containsKey(name)) {
            single.add(names.get(name));
          }
        });
    Simplified folded =
        TreeFolding.fold(
            new FloatGraph(
                renamed(inputs, names),
                renamed(outputs, names),
                used,
                kept.reversed().stream().map(n -> Renaming.rename(n, names::get)).toList()),
            single);
    folded.notes().forEach(line -> notes.put(line, List.of()));
    return folded.graph();
  }

  /** Bound names first, in order of definition, so that suffixes never take one of them. */
  private Map<String, String> finalNames(
      List<FloatPort> inputs, List<FloatNode> kept, Set<String> needed) {
    List<String> order = new ArrayList<>();
    inputs.forEach(port -> order.add(port.tensor()));
    kept.forEach(node -> order.add(node.output()));
    constants.forEach(
        (name, c) -> {
          if (needed.contains(name)) {
            order.add(name);
            String onnxName = boundConstants.get(c.values());
            if (onnxName != null) {
              bound.putIfAbsent(name, onnxName);
            }
          }
        });
    Set<String> taken = new HashSet<>();
    Map<String, String> names = new HashMap<>();
    UnaryOperator<String> unique =
        name -> {
          String candidate = name;
          for (int i = 2; !taken.add(candidate); i++) {
            candidate = name + "." + i;
          }
          return candidate;
        };
    for (String name : order) {
      if (bound.containsKey(name)) {
        names.put(name, unique.apply(bound.get(name)));
      }
    }
    for (String name : order) {
      names.computeIfAbsent(name, n -> unique.apply(wanted.get(n)));
    }
    return names;
  }

  private static List<FloatPort> renamed(List<FloatPort> ports, Map<String, String> names) {
    return ports.stream().map(p -> p.withTensor(names.get(p.tensor()))).toList();
  }
}
