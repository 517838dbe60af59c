package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.probity.argument.program.Column;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.Requantize;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.certificate.Visibility;

/**
 * A compiled graph with weights, inputs and the witness of their execution, to be tampered with.
 */
final class Lab {
  final CompiledProgram compiled;
  final Map<Column, long[]> honest;
  private final Map<Column, long[]> columns;
  private final Set<Column> changed = new HashSet<>();

  private Lab(CompiledProgram compiled, Map<Column, long[]> honest) {
    this.compiled = compiled;
    this.honest = honest;
    this.columns = new HashMap<>();
    honest.forEach((column, values) -> columns.put(column, values.clone()));
  }

  static Lab of(IntegerGraph graph, Map<String, int[]> parameters, Map<String, int[]> inputs) {
    return of(graph, parameters, inputs, Map.of(), null);
  }

  /**
   * Compiles and executes.
   *
   * @param plan null for the planner's choice
   */
  static Lab of(
      IntegerGraph graph,
      Map<String, int[]> parameters,
      Map<String, int[]> inputs,
      Map<String, Visibility> visibilities,
      ForcedPlan plan) {
    return execute(graph, compile(graph, visibilities, plan), parameters, inputs);
  }

  /** Compiles only. */
  static CompiledProgram compile(
      IntegerGraph graph, Map<String, Visibility> visibilities, ForcedPlan plan) {
    GraphLint.check(graph);
    Plan chosen = plan == null ? Planner.plan(graph) : plan.of(graph);
    return GraphCompiler.compile(graph, visibilities, chosen, 5);
  }

  /** Executes only. */
  static Lab execute(
      IntegerGraph graph,
      CompiledProgram compiled,
      Map<String, int[]> parameters,
      Map<String, int[]> inputs) {
    Map<String, long[]> trace = IntegerExecutor.run(graph, new Parameters(parameters), inputs);
    Map<Column, long[]> honest = new HashMap<>();
    compiled
        .witness(Trace.of(trace, parameters))
        .forEach((column, cells) -> honest.put(column, widen(cells)));
    compiled.weights().forEach((name, column) -> honest.put(column, widen(parameters.get(name))));
    return new Lab(compiled, honest);
  }

  /** The registration of parameters. */
  static Lab registration(CompiledProgram compiled, Map<String, int[]> parameters) {
    Map<Column, long[]> honest = new HashMap<>();
    compiled
        .witness(Trace.of(Map.of(), parameters))
        .forEach((column, cells) -> honest.put(column, widen(cells)));
    compiled.weights().forEach((name, column) -> honest.put(column, widen(parameters.get(name))));
    return new Lab(compiled, honest);
  }

  private static long[] widen(int[] cells) {
    return Arrays.stream(cells).asLongStream().toArray();
  }

  /** The same lowering for all requantisations. */
  record ForcedPlan(int rangeBits, RequantizeLowering lowering) {
    Plan of(IntegerGraph graph) {
      long count = graph.nodes().stream().filter(n -> n instanceof Requantize).count();
      return new Plan(rangeBits, rangeBits, Collections.nCopies((int) count, lowering));
    }
  }

  /** Names of the violated checks. */
  Set<String> violations() {
    return ProgramChecker.violations(compiled.program(), columns);
  }

  /** Whether some check is violated; quicker than {@link #violations}. */
  boolean isViolated() {
    return ProgramChecker.isViolated(compiled.program(), columns, changed);
  }

  /** Sets one cell of the column with this name. */
  Lab set(String column, int cell, long value) {
    Column changing = column(column);
    columns.get(changing)[cell] = value;
    changed.add(changing);
    return this;
  }

  /** Adds to one cell of the column with this name. */
  Lab add(String column, int cell, long delta) {
    return set(column, cell, ProgramChecker.add(get(column, cell), delta));
  }

  /** Sets all cells of the columns of some names to those of another lab of the same program. */
  Lab take(Lab other, Predicate<String> names) {
    for (Column column : compiled.program().columns()) {
      if (columns.containsKey(column) && names.test(column.name())) {
        columns.put(column, other.columns.get(other.column(column.name())).clone());
        changed.add(column);
      }
    }
    return this;
  }

  /** The cells as they stand, which fit an int, for the argument. */
  Map<Column, int[]> cells() {
    Map<Column, int[]> cells = new HashMap<>();
    columns.forEach(
        (column, values) ->
            cells.put(column, Arrays.stream(values).mapToInt(Math::toIntExact).toArray()));
    return cells;
  }

  long get(String column, int cell) {
    return columns.get(column(column))[cell];
  }

  boolean has(String column) {
    return compiled.program().columns().stream().anyMatch(c -> c.name().equals(column));
  }

  /** Undoes all changes. */
  Lab reset() {
    changed.forEach(column -> columns.put(column, honest.get(column).clone()));
    changed.clear();
    return this;
  }

  private Column column(String name) {
    return ProgramChecker.column(compiled.program(), name);
  }

  /** Columns that the prover fills: all but weights and public ones. */
  List<Column> freeColumns() {
    List<Column> free = new ArrayList<>();
    for (Column column : compiled.program().columns()) {
      if (column.kind() == Column.Kind.WITNESS && honest.containsKey(column)) {
        free.add(column);
      }
    }
    return free;
  }
}
