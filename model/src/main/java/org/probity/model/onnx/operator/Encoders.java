package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.onnx.proto.OnnxAttribute;
import org.probity.model.onnx.proto.OnnxNode;

/** Operators of the domain {@code ai.onnx.ml} that encode categories and replace values. */
final class Encoders {
  private static final String LOOKUP = "one lookup in a committed table of the categories";

  private Encoders() {}

  static List<Entry> entries() {
    return List.of(
        Entry.of(
            Estimators.DOMAIN,
            "CastMap",
            "refused: an input that is a map has no fixed shape",
            (node, scope) -> {
              throw node.error("maps are not supported; feed a tensor with one column a key");
            }),
        entry("CategoryMapper", LOOKUP, Encoders::mapped),
        Entry.of(
            Estimators.DOMAIN,
            "DictVectorizer",
            "refused: an input that is a map has no fixed shape",
            (node, scope) -> {
              throw node.error(
                  "maps are not supported; feed a tensor with one column for each entry of the"
                      + " vocabulary");
            }),
        entry("Imputer", "one lookup, or linear", Encoders::imputed),
        entry("LabelEncoder", LOOKUP, Encoders::encoded),
        entry(
            "OneHotEncoder",
            "one lookup in a committed table of the categories, then a comparison for each",
            Encoders::oneHot));
  }

  private static Entry entry(String name, String how, Operator.Formulated operator) {
    return Entry.formula(Estimators.DOMAIN, name, how, operator);
  }

  private static double[] integers(Formula f, long[] values) throws ModelException {
    double[] exact = new double[values.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = Categories.exact(f, values[i]);
    }
    return exact;
  }

  private static Texts texts(Scope scope) {
    return scope.graph().context().texts();
  }

  private static Value mapped(OnnxNode node, Scope scope, Formula f) throws ModelException {
    long[] numbers = node.integers("cats_int64s", new long[0]);
    List<String> names = node.strings("cats_strings").orElse(List.of());
    if (names.size() != numbers.length) {
      throw node.error(
          names.size() + " cats_strings do not fit " + numbers.length + " cats_int64s");
    }
    Value x = scope.operand(node, 0);
    // Of equal keys ONNX Runtime takes the last.
    int[] reversed = IntStream.range(0, numbers.length).map(i -> numbers.length - 1 - i).toArray();
    double[] integers = integers(f, IntStream.of(reversed).mapToLong(i -> numbers[i]).toArray());
    List<String> strings = IntStream.of(reversed).mapToObj(names::get).toList();
    if (x.type() == ElementType.STRING) {
      double otherwise = Categories.exact(f, node.integer("default_int64", -1));
      return Categories.lookup(
          f, ElementType.INT64, x, texts(scope).numbers(strings), integers, otherwise);
    }
    return Categories.lookup(f, x, integers, strings, node.string("default_string", "_Unused"));
  }

  // ---- LabelEncoder

  private static Value encoded(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    Optional<List<String>> classes = node.strings("classes_strings");
    if (classes.isPresent()) {
      return classes(node, scope, f, x, classes.get().reversed());
    }
    Column keys = column(node, scope, f, "keys");
    Column values = column(node, scope, f, "values");
    if (keys.size() != values.size()) {
      throw node.error(keys.size() + " keys do not fit " + values.size() + " values");
    }
    if (keys.type() == ElementType.STRING != (x.type() == ElementType.STRING)) {
      throw node.error("its input is not of the type of its keys");
    }
    // Before version 4, a NaN is not equal to itself.
    int[] comparable =
        IntStream.range(0, keys.size())
            .filter(
                i ->
                    scope.graph().context().classicalOpset() >= 4
                        || !Double.isNaN(keys.numbers()[i]))
            .toArray();
    double[] numbers = IntStream.of(comparable).mapToDouble(i -> keys.numbers()[i]).toArray();
    if (values.type() == ElementType.STRING) {
      List<String> texts = IntStream.of(comparable).mapToObj(values.texts()::get).toList();
      return Categories.lookup(f, x, numbers, texts, defaultText(node));
    }
    double[] results = IntStream.of(comparable).mapToDouble(i -> values.numbers()[i]).toArray();
    return Categories.lookup(
        f, values.type(), x, numbers, results, defaultNumber(node, scope, f, values.type()));
  }

  /** The form of version 1: texts by their positions, of equal ones the last. */
  private static Value classes(
      OnnxNode node, Scope scope, Formula f, Value x, List<String> reversed) throws ModelException {
    double[] index =
        IntStream.range(0, reversed.size()).mapToDouble(i -> reversed.size() - 1 - i).toArray();
    if (x.type() == ElementType.STRING) {
      double otherwise = Categories.exact(f, node.integer("default_int64", -1));
      return Categories.lookup(
          f, ElementType.INT64, x, texts(scope).numbers(reversed), index, otherwise);
    }
    return Categories.lookup(f, x, index, reversed, node.string("default_string", "_Unused"));
  }

  /**
   * Keys or values.
   *
   * @param numbers of texts, those that stand for them
   * @param texts empty for numbers
   */
  private record Column(ElementType type, double[] numbers, List<String> texts) {
    int size() {
      return numbers.length;
    }
  }

  private static Column column(OnnxNode node, Scope scope, Formula f, String prefix)
      throws ModelException {
    Optional<List<String>> strings = node.strings(prefix + "_strings");
    Optional<long[]> integers = node.integers(prefix + "_int64s");
    Optional<float[]> reals = node.reals(prefix + "_floats");
    Optional<OnnxAttribute> tensor = node.attribute(prefix + "_tensor");
    List<Column> given = new ArrayList<>();
    if (strings.isPresent()) {
      given.add(new Column(ElementType.STRING, texts(scope).numbers(strings.get()), strings.get()));
    }
    if (integers.isPresent()) {
      given.add(new Column(ElementType.INT64, integers(f, integers.get()), List.of()));
    }
    if (reals.isPresent()) {
      double[] numbers = Estimators.reals(node, prefix + "_floats");
      given.add(new Column(ElementType.FLOAT, numbers, List.of()));
    }
    if (tensor.isPresent() && tensor.get().tensor().isPresent()) {
      Constant c = TensorDecoder.decode(tensor.get().tensor().get(), scope.graph().context());
      List<String> list =
          c.type() == ElementType.STRING
              ? Arrays.stream(c.values()).mapToObj(texts(scope)::text).toList()
              : List.of();
      given.add(new Column(c.type(), c.values(), list));
    }
    if (given.size() != 1) {
      throw node.error("it does not have " + prefix + " of one type");
    }
    return given.getFirst();
  }

  private static String defaultText(OnnxNode node) throws ModelException {
    Optional<OnnxAttribute> tensor = node.attribute("default_tensor");
    if (tensor.isPresent() && tensor.get().tensor().isPresent()) {
      List<String> strings = tensor.get().tensor().get().strings();
      if (strings.size() == 1) {
        return strings.getFirst();
      }
    }
    return node.string("default_string", "_Unused");
  }

  private static double defaultNumber(OnnxNode node, Scope scope, Formula f, ElementType type)
      throws ModelException {
    Optional<OnnxAttribute> tensor = node.attribute("default_tensor");
    if (tensor.isPresent() && tensor.get().tensor().isPresent()) {
      return TensorDecoder.decode(tensor.get().tensor().get(), scope.graph().context())
          .single(node, "default_tensor");
    }
    return type.real()
        ? node.real("default_float", 0)
        : Categories.exact(f, node.integer("default_int64", -1));
  }

  // ---- OneHotEncoder

  private static Value oneHot(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    long[] integers = node.integers("cats_int64s", new long[0]);
    List<String> strings = node.strings("cats_strings").orElse(List.of());
    if (integers.length == 0 == strings.isEmpty()) {
      throw node.error("it does not have categories of one type");
    }
    if (x.rank() > 2 || strings.isEmpty() == (x.type() == ElementType.STRING)) {
      throw node.error("its input is not of its categories' type, or has more than two dimensions");
    }
    if (!node.flag("zeros", true)) {
      scope
          .builder()
          .note(
              "zeros for an unknown category, which ONNX Runtime refuses",
              FloatBuilder.label(node));
    }
    double[] keys = strings.isEmpty() ? integers(f, integers) : texts(scope).numbers(strings);
    Value keyed = x.type().real() ? f.apply(ElementType.INT64, x, Real.TRUNCATE) : x;
    return Categories.oneHot(f, keyed, withoutEarlier(keys));
  }

  /** Of equal categories the last counts; the columns of the others stay zero. */
  private static double[] withoutEarlier(double[] keys) {
    double[] last = keys.clone();
    for (int i = 0; i < last.length; i++) {
      for (int j = i + 1; j < last.length; j++) {
        // NaN is no integer and no text.
        last[i] = keys[i] == keys[j] ? Double.NaN : last[i];
      }
    }
    return last;
  }

  // ---- Imputer

  private static Value imputed(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    boolean reals = node.attribute("imputed_value_floats").isPresent();
    if (reals == node.attribute("imputed_value_int64s").isPresent() || reals != x.type().real()) {
      throw node.error("it does not have imputed values of the type of its input");
    }
    double replaced =
        reals
            ? node.real("replaced_value_float", 0)
            : Categories.exact(f, node.integer("replaced_value_int64", 0));
    double[] values =
        reals
            ? Estimators.reals(node, "imputed_value_floats")
            : integers(f, node.integers("imputed_value_int64s", new long[0]));
    if (x.rank() < 1 || values.length == 0) {
      throw node.error("it has no imputed values, or its input no features");
    }
    int axis = x.rank() == 1 ? 0 : 1;
    int features = x.shape()[axis];
    boolean same = Arrays.stream(values).allMatch(v -> v == values[0]);
    if (values.length != features || same) {
      return f.lookup(x.type(), x, replacing(replaced, values[0]));
    }
    List<Value> columns = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      Value column = f.slice(x, axis, i, i + 1);
      columns.add(f.lookup(x.type(), column, replacing(replaced, values[i])));
    }
    return f.concat(columns, axis);
  }

  private static Mapping replacing(double key, double value) {
    return Mapping.replacing(new double[] {key}, new double[] {value});
  }
}
