package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Texts and other categories. A text is a number like any other ({@link Texts}), but what can be
 * asked of it is whether it is one of the model's own: {@link FloatNode.Lookup}.
 */
final class Categories {
  /** Operators that take texts. */
  private static final Set<String> TAKE_TEXTS =
      Set.of(
          "ArrayFeatureExtractor",
          "Cast",
          "CastLike",
          "CategoryMapper",
          "Concat",
          "Equal",
          "Expand",
          "Flatten",
          "Gather",
          "GatherElements",
          "GatherND",
          "Identity",
          "If",
          "LabelEncoder",
          "OneHotEncoder",
          "Reshape",
          "Shape",
          "Size",
          "Slice",
          "Split",
          "Squeeze",
          "Tile",
          "Transpose",
          "Unsqueeze",
          "Where");

  private Categories() {}

  /** Refuses texts as operands of operators that compute with numbers. */
  static void check(OnnxNode node, Scope scope) throws ModelException {
    if (TAKE_TEXTS.contains(node.operator())) {
      return;
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.hasInput(i)
          && !scope.isSequence(node, i)
          && scope.operand(node, i).type() == ElementType.STRING
          && Operators.find(node).isPresent()) {
        throw node.error(
            "input " + i + " holds texts; they can be encoded (LabelEncoder, OneHotEncoder) only");
      }
    }
  }

  // ---- labels

  /** What indices stand for: texts, or integers written as decimal numbers. */
  static Value named(Formula f, Value index, ElementType type, List<String> names)
      throws ModelException {
    List<String> distinct = List.copyOf(new LinkedHashSet<>(names));
    if (distinct.size() < names.size()) {
      double[] first = names.stream().mapToDouble(distinct::indexOf).toArray();
      return named(f, f.lookup(ElementType.INT64, index, byIndex(first)), type, distinct);
    }
    double[] numbers = new double[names.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          type == ElementType.STRING
              ? f.scope().graph().context().texts().number(names.get(i))
              : number(f, names.get(i));
    }
    Value value = f.lookup(type, index, byIndex(numbers));
    if (value instanceof Variable v && index instanceof Variable i) {
      f.scope().builder().trace(v, new Provenance.Named(i, names));
    }
    return value;
  }

  /** The entries of a constant at computed indices: labels, if they are texts or integers. */
  static Value chosen(Formula f, Constant c, Value indices) throws ModelException {
    if (c.type().real()) {
      return f.lookup(c.type(), indices, byIndex(c.values()));
    }
    Texts texts = f.scope().graph().context().texts();
    List<String> names =
        Arrays.stream(c.values())
            .mapToObj(v -> c.type() == ElementType.STRING ? texts.text(v) : Long.toString((long) v))
            .toList();
    return new ClassLabels(c.type(), names).at(f, indices);
  }

  private static double number(Formula f, String name) throws ModelException {
    try {
      return exact(f, Long.parseLong(name));
    } catch (NumberFormatException e) {
      throw new ModelException(f.node().label() + ": a label is not an integer", e);
    }
  }

  /** An integer as a double, which must hold it. */
  static double exact(Formula f, long value) throws ModelException {
    if (Math.abs(value) > 1L << 53 || value == Long.MIN_VALUE) {
      throw f.node().error("an integer beyond 2^53 is not supported");
    }
    return value;
  }

  private static Mapping byIndex(double[] values) {
    double[] keys = IntStream.range(0, values.length).asDoubleStream().toArray();
    // No other index occurs.
    return Mapping.of(keys, values, values[0]);
  }

  /** The labels that a value holds, if it does. */
  static Optional<Provenance.Named> labels(Scope scope, Value value) {
    return scope.builder().provenance(value).orElse(null) instanceof Provenance.Named named
        ? Optional.of(named)
        : Optional.empty();
  }

  /** The parts of labels one after the other; empty if they are not labels all. */
  static Optional<Value> concat(Formula f, List<Value> parts, int axis) throws ModelException {
    Set<String> names = new LinkedHashSet<>();
    for (Value part : parts) {
      Optional<Provenance.Named> labels = labels(f.scope(), part);
      if (labels.isEmpty()) {
        return Optional.empty();
      }
      names.addAll(labels.get().names());
    }
    List<String> all = List.copyOf(names);
    List<Value> indices = new ArrayList<>();
    for (Value part : parts) {
      Provenance.Named labels = labels(f.scope(), part).orElseThrow();
      Value base = labels.base().withType(ElementType.INT64);
      indices.add(
          labels.names().equals(all.subList(0, labels.names().size()))
              ? base
              : f.lookup(
                  ElementType.INT64,
                  base,
                  byIndex(labels.names().stream().mapToDouble(all::indexOf).toArray())));
    }
    return Optional.of(named(f, f.concat(indices, axis), parts.getFirst().type(), all));
  }

  // ---- lookups

  /**
   * Numbers or texts for the entries of x.
   *
   * @param keys those of x that have a value, of equal ones the first counts
   * @param values numbers
   */
  static Value lookup(
      Formula f, ElementType type, Value x, double[] keys, double[] values, double otherwise)
      throws ModelException {
    return f.lookup(type, x, Mapping.of(keys, values, otherwise));
  }

  /** The same with texts as values. */
  static Value lookup(Formula f, Value x, double[] keys, List<String> values, String otherwise)
      throws ModelException {
    List<String> all = new ArrayList<>(values);
    all.add(otherwise);
    List<String> distinct = List.copyOf(new LinkedHashSet<>(all));
    double[] index = values.stream().mapToDouble(distinct::indexOf).toArray();
    Value indices = lookup(f, ElementType.INT64, x, keys, index, distinct.indexOf(otherwise));
    return named(f, indices, ElementType.STRING, distinct);
  }

  /** Ones where an entry is the key of its index on a new last axis, else zeros. */
  static Value oneHot(Formula f, Value x, double[] keys) throws ModelException {
    int count = keys.length;
    double[] index = IntStream.range(0, count).asDoubleStream().toArray();
    int[] shape = Arrays.copyOf(x.shape(), x.rank() + 1);
    shape[x.rank()] = count;
    if (count == 1) {
      Value flag = lookup(f, ElementType.FLOAT, x, keys, new double[] {1}, 0);
      return f.reshape(flag, shape);
    }
    Value rank = lookup(f, ElementType.INT64, x, keys, index, count);
    List<AxisIndex> along = x.rank() == 0 ? List.of(AxisIndex.at(0)) : Views.identity(x.rank());
    Constant columns = new Constant(ElementType.INT64, new int[] {count}, index);
    Value difference =
        f.combine(
            ElementType.INT64,
            shape,
            0,
            List.of(
                new Term(1, f.view(rank, along)),
                new Term(-1, f.view(columns, List.of(AxisIndex.along(x.rank()))))));
    return f.apply(ElementType.FLOAT, difference, Real.equal(Real.X, Real.of(0)));
  }

  /** Truth values: whether entries of x are those of a constant of texts. */
  static Value equal(Formula f, Value x, Constant texts) throws ModelException {
    double[] distinct = Arrays.stream(texts.values()).distinct().toArray();
    if (texts.size() == 1) {
      Value flag = lookup(f, ElementType.BOOL, x, distinct, new double[] {1}, 0);
      return f.broadcast(flag, Shapes.broadcast(f.node(), x.shape(), texts.shape()));
    }
    double[] index = IntStream.range(0, distinct.length).asDoubleStream().toArray();
    Mapping ranks = Mapping.of(distinct, index, distinct.length);
    Value wanted = f.lookup(ElementType.INT64, texts, ranks);
    Value difference = f.sub(f.lookup(ElementType.INT64, x, ranks), wanted);
    return f.apply(ElementType.BOOL, difference, Real.equal(Real.X, Real.of(0)));
  }

  // ---- choices

  /** Texts of a where the condition holds, else of b. */
  static Value where(Formula f, Value condition, Value a, Value b) throws ModelException {
    if (a instanceof Constant x && b instanceof Constant y && x.size() == 1 && y.size() == 1) {
      Texts texts = f.scope().graph().context().texts();
      int[] shape = Shapes.broadcast(f.node(), List.of(condition, a, b));
      Value index = f.broadcast(condition.withType(ElementType.INT64), shape);
      List<String> names = List.of(texts.text(y.values()[0]), texts.text(x.values()[0]));
      return named(f, index, ElementType.STRING, names);
    }
    Optional<Value> replaced =
        a instanceof Constant x
            ? replaced(f, condition, b, x, true)
            : b instanceof Constant y ? replaced(f, condition, a, y, false) : Optional.empty();
    return replaced.orElseThrow(
        () ->
            f.node()
                .error(
                    "a choice among texts must replace some of an input's texts by another of"
                        + " the model's"));
  }

  /**
   * The texts of x, but another where the condition, which must be one on x alone, has the given
   * value.
   */
  private static Optional<Value> replaced(
      Formula f, Value condition, Value x, Constant by, boolean when) throws ModelException {
    Optional<Lookup> known = lookupOf(f.scope(), condition);
    double flag = when ? 1 : 0;
    if (by.size() != 1
        || known.isEmpty()
        || !(x instanceof Variable v)
        || !v.tensor().equals(known.get().source())
        || known.get().mapping().otherwise() == flag) {
      return Optional.empty();
    }
    Mapping mapping = known.get().mapping();
    double[] keys = Arrays.stream(mapping.keys()).filter(k -> mapping.at(k) == flag).toArray();
    double[] values = new double[keys.length];
    Arrays.fill(values, by.values()[0]);
    return Optional.of(f.lookup(ElementType.STRING, x, Mapping.replacing(keys, values)));
  }

  /** A tensor as the values of another in a mapping. */
  private record Lookup(String source, Mapping mapping) {}

  private static Optional<Lookup> lookupOf(Scope scope, Value value) {
    List<RealFunction> functions = new ArrayList<>();
    FloatNode step = value instanceof Variable v ? scope.builder().producer(v.tensor()) : null;
    while (step instanceof FloatNode.Apply apply) {
      functions.addFirst(apply.function());
      step = scope.builder().producer(apply.input());
    }
    if (!(step instanceof FloatNode.Lookup lookup)
        || lookup.mapping().replaces()
        || !lookup.input().isIdentity()) {
      return Optional.empty();
    }
    Mapping mapping = lookup.mapping();
    for (RealFunction function : functions) {
      mapping = mapping.then(function::at);
    }
    return Optional.of(new Lookup(lookup.input().source(), mapping));
  }
}
