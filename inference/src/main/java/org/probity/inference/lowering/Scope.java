package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.bound.ViewBounds;
import org.probity.graph.execution.ViewReader;

/** What the lowering of a node sees: the tensors before it, the parameters, and the draft. */
final class Scope {
  /** Limit on public weights in views and constants, so that no graph exhausts the memory. */
  private static final long MAX_PUBLIC_WEIGHTS = 1L << 24;

  private final Map<String, Tensor> tensors;
  private final Map<String, Parameter> parameters;
  private final Map<String, Column.Kind> portKinds;
  private final Draft draft;
  private final Ranges ranges;
  private final Map<String, Column> weights = new LinkedHashMap<>();
  private final Map<String, Column> stored = new LinkedHashMap<>();
  private final Map<String, Virtual> defined = new HashMap<>();
  private final List<Rescaling> rescalings = new ArrayList<>();
  private long publicWeights;

  /**
   * An empty scope.
   *
   * @param portKinds for each tensor of a port the kind of its column
   */
  Scope(
      Map<String, Tensor> tensors,
      Map<String, Parameter> parameters,
      Map<String, Column.Kind> portKinds,
      Draft draft,
      Ranges ranges) {
    this.tensors = tensors;
    this.parameters = parameters;
    this.portKinds = portKinds;
    this.draft = draft;
    this.ranges = ranges;
  }

  Draft draft() {
    return draft;
  }

  Ranges ranges() {
    return ranges;
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  Map<String, Parameter> parameters() {
    return parameters;
  }

  Tensor tensor(String name) {
    return tensors.get(name);
  }

  /** The column of a parameter. */
  Column weight(String name) {
    return weights.get(name);
  }

  void define(String parameter, Column column) {
    weights.put(parameter, column);
  }

  /** A tensor defined before, read whole. */
  Virtual read(String name) {
    return defined.get(name);
  }

  void define(String tensor, Virtual value) {
    defined.put(tensor, value);
  }

  /** The column that a view reads: of a stored tensor or a parameter. */
  Column column(View view) {
    Column column = stored.get(view.source());
    return column == null ? weights.get(view.source()) : column;
  }

  /** One view as a term of an expression with the same axes. */
  Term term(View view) {
    List<AxisMap> maps = AxisMaps.of(view);
    for (AxisMap map : maps) {
      if (map instanceof AxisMap.Table table) {
        reserveWeights(table.cells().length);
      }
    }
    return new Term.OfColumn(1, column(view), maps);
  }

  /** A view of a stored tensor or a parameter by a reader with the given axes. */
  Virtual read(View view, Shape shape) {
    Tensor tensor = tensors.get(view.source());
    Parameter parameter = parameters.get(view.source());
    List<Integer> sourceShape = tensor != null ? tensor.shape() : parameter.shape();
    Format format = tensor != null ? tensor.format() : parameter.format();
    boolean inside = ViewBounds.alwaysInside(view, shape.sizes(), sourceShape);
    // An index outside reads zero.
    long min = inside ? format.min() : Math.min(format.min(), 0);
    long max = inside ? format.max() : Math.max(format.max(), 0);
    Values values =
        trace -> {
          int[] indices = ViewReader.of(view, shape.sizes(), sourceShape).indices();
          long[] source =
              tensor != null ? trace.values(tensor.name()) : trace.wideParameter(parameter.name());
          long[] out = new long[indices.length];
          for (int i = 0; i < out.length; i++) {
            out[i] = indices[i] < 0 ? 0 : source[indices[i]];
          }
          return out;
        };
    return new Virtual(shape, List.of(term(view)), Optional.empty(), values, min, max);
  }

  /**
   * Declares the column of a stored tensor, of the kind that the visibility of its port asks for.
   * Whoever declares it must write checks that leave one possible value.
   */
  Virtual declare(String name) {
    Tensor tensor = tensors.get(name);
    Values values = trace -> trace.values(name);
    Column.Kind kind = portKinds.getOrDefault(name, Column.Kind.WITNESS);
    Column column = draft.column("tensor " + name, kind, new Shape(tensor.shape()), values);
    stored.put(name, column);
    Virtual value = Virtual.of(column, values, tensor.format().min(), tensor.format().max());
    define(name, value);
    return value;
  }

  /** Counts public weights that a lowering is about to make. */
  void reserveWeights(long count) {
    publicWeights += count;
    if (publicWeights > MAX_PUBLIC_WEIGHTS) {
      throw new IllegalArgumentException("the graph has too many entries to select from");
    }
  }

  /** Remembers a requantisation, to be lowered when all are known. */
  void rescale(Rescaling rescaling) {
    rescalings.add(rescaling);
  }

  List<Rescaling> rescalings() {
    return rescalings;
  }

  Map<String, Column> weights() {
    return weights;
  }

  /** Columns of stored tensors by tensor name. */
  Map<String, Column> stored() {
    return stored;
  }
}
