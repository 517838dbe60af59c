package org.probity.inference.lowering;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.probity.argument.program.Column;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.ParameterUse;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.function.FunctionFacts;
import org.probity.inference.lowering.function.IntegerFunction;

/**
 * Compiles an integer graph into the constraint program of its inference. The result depends on
 * public data only (graph and visibilities) and is the same for prover and verifier, which both
 * compile it themselves.
 */
public final class GraphCompiler {
  private final IntegerGraph graph;
  private final Map<String, Tensor> tensors;
  private final Map<String, Parameter> parameters;
  private final Map<String, Column.Kind> portKinds = new HashMap<>();
  private final Map<IntegerFunction, FunctionFacts> facts = new HashMap<>();

  GraphCompiler(IntegerGraph graph, Map<String, Visibility> visibilities) {
    this.graph = graph;
    this.tensors = graph.tensorsByName();
    this.parameters = graph.parametersByName();
    for (List<Port> ports : List.of(graph.inputs(), graph.outputs())) {
      for (Port port : ports) {
        Visibility visibility = visibilities.getOrDefault(port.name(), Visibility.HIDDEN);
        portKinds.put(port.tensor(), kind(visibility));
      }
    }
  }

  private static Column.Kind kind(Visibility visibility) {
    return switch (visibility) {
      case PUBLIC -> Column.Kind.PUBLIC;
      case COMMITTED -> Column.Kind.PORT;
      case HIDDEN -> Column.Kind.WITNESS;
    };
  }

  /**
   * The program of an inference.
   *
   * @param graph has passed {@link org.probity.graph.lint.GraphLint}
   * @param visibilities by port name; ports left out are hidden
   * @param rowBits binary logarithm of the length of committed rows, or 0 for a balanced one
   * @throws IllegalArgumentException if the plan does not fit the graph or the program is too large
   */
  public static CompiledProgram compile(
      IntegerGraph graph, Map<String, Visibility> visibilities, Plan plan, int rowBits) {
    return compile(
        graph, visibilities, plan, d -> rowBits == 0 ? d.buildBalanced() : d.build(rowBits));
  }

  /**
   * The program of many inferences at once.
   *
   * @param batch the graph of {@code count} items, see {@link org.probity.graph.Batch}
   * @param plan that of the graph of one item
   * @param weightRowBits binary logarithm of the length of rows of weights, as in programs of the
   *     graph of one item
   * @throws IllegalArgumentException if the plan does not fit the graph or the program is too large
   */
  public static CompiledProgram compileBatch(
      IntegerGraph batch,
      int count,
      Map<String, Visibility> visibilities,
      Plan plan,
      int weightRowBits) {
    return compile(batch, visibilities, plan, d -> d.buildBatch(weightRowBits, count));
  }

  private static CompiledProgram compile(
      IntegerGraph graph,
      Map<String, Visibility> visibilities,
      Plan plan,
      Function<Draft, Program> finish) {
    GraphCompiler compiler = new GraphCompiler(graph, visibilities);
    Draft draft = new Draft();
    Scope scope = compiler.lower(draft, plan.rangeBits(), plan.lowerings());
    Map<String, Column> ports = new LinkedHashMap<>();
    scope
        .stored()
        .forEach(
            (tensor, column) -> {
              if (column.kind() != Column.Kind.WITNESS) {
                ports.put(tensor, column);
              }
            });
    return new CompiledProgram(
        finish.apply(draft), scope.weights(), ports, draft.rules(), draft.contractions());
  }

  /** A draft that is used for what it tells about the requantisations only. */
  Scope sketch() {
    Draft draft = new Draft();
    Scope scope = new Scope(tensors, parameters, portKinds, draft, new Ranges(draft, 8));
    lowerNodes(scope);
    return scope;
  }

  /** Lowers the whole graph. */
  Scope lower(Draft draft, int rangeBits, List<RequantizeLowering> lowerings) {
    Ranges ranges = new Ranges(draft, rangeBits);
    Scope scope = new Scope(tensors, parameters, portKinds, draft, ranges);
    lowerNodes(scope);
    List<Rescaling> rescalings = scope.rescalings();
    if (rescalings.size() != lowerings.size()) {
      throw new IllegalArgumentException("the plan does not fit the graph");
    }
    Map<Object, Integer> alignments = new HashMap<>();
    for (int i = 0; i < rescalings.size(); i++) {
      if (lowerings.get(i) == RequantizeLowering.FUSED) {
        alignments.merge(rescalings.get(i).sharing(), rescalings.get(i).shift(), Math::max);
      }
    }
    for (int i = 0; i < rescalings.size(); i++) {
      Rescaling r = rescalings.get(i);
      lower(r.aligned(alignments.getOrDefault(r.sharing(), r.shift())), lowerings.get(i), scope);
    }
    ranges.emit();
    return scope;
  }

  private static void lower(Rescaling r, RequantizeLowering lowering, Scope scope) {
    // The plan comes with the model key: a lowering made for other functions would prove another
    // one.
    if (!lowering.suits(r)) {
      throw RequantizeLowering.unsuited(r);
    }
    lowering.lower(r, scope.draft(), scope.ranges());
  }

  private void lowerNodes(Scope scope) {
    declareWeights(graph, scope.draft()).forEach(scope::define);
    for (Port port : graph.inputs()) {
      Virtual input = scope.declare(port.tensor());
      // The verifier checks the domain of public inputs itself.
      if (portKinds.get(port.tensor()) != Column.Kind.PUBLIC) {
        Format domain = tensors.get(port.tensor()).format();
        scope
            .ranges()
            .within(
                "domain of input " + port.name(),
                input.plus(-domain.min()),
                domain.max() - domain.min() + 1);
      }
    }
    NodeLowering lowering = new NodeLowering(scope, this::factsOf);
    graph.nodes().forEach(lowering::lower);
  }

  private FunctionFacts factsOf(IntegerFunction function) {
    return facts.computeIfAbsent(function, FunctionFacts::of);
  }

  /**
   * The columns of all parameters, in the order of their declaration: the first columns of every
   * program, so that registration and inference lay them out alike.
   */
  static Map<String, Column> declareWeights(IntegerGraph graph, Draft draft) {
    Map<String, Column> columns = new LinkedHashMap<>();
    Set<String> matrices = ParameterUse.matrices(graph);
    for (Parameter p : graph.parameters()) {
      Column.Kind kind =
          matrices.contains(p.name()) ? Column.Kind.WEIGHT_MATRIX : Column.Kind.WEIGHT_VECTOR;
      columns.put(p.name(), draft.weight("weight " + p.name(), kind, new Shape(p.shape())));
    }
    return columns;
  }
}
