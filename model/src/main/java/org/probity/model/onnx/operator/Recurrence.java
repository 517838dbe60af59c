package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * RNN, GRU and LSTM, unrolled over the time steps. The input enters all steps by one contraction
 * for each group of gates; each step adds a contraction of the state with weights that all steps
 * share.
 */
final class Recurrence {
  private final OnnxNode node;
  private final Scope scope;
  private final Formula formula;
  private final RecurrentCell.Kind kind;
  private final boolean batchFirst;
  private final Value x;
  private final int steps;
  private final int batch;
  private final int hidden;
  private final List<Boolean> reversed;
  private final List<RealFunction> functions;

  static List<Entry> entries() {
    return Arrays.stream(RecurrentCell.Kind.values())
        .map(
            kind ->
                Entry.of(
                    kind.name(),
                    "unrolled; contractions for input and state, functions, products",
                    (node, scope) -> new Recurrence(node, scope, kind).define()))
        .toList();
  }

  private Recurrence(OnnxNode node, Scope scope, RecurrentCell.Kind kind) throws ModelException {
    this.node = node;
    this.scope = scope;
    this.kind = kind;
    formula = new Formula(node, scope);
    batchFirst = node.flag("layout", false);
    x = scope.operand(node, 0);
    requireShape("X", x, -1, -1, -1);
    steps = x.shape()[batchFirst ? 1 : 0];
    batch = x.shape()[batchFirst ? 0 : 1];
    Value r = scope.operand(node, 2);
    long declared = node.integer("hidden_size", r.rank() == 3 ? r.shape()[2] : 0);
    hidden = (int) Math.clamp(declared, 0, Shapes.MAX_ENTRIES);
    String direction = node.string("direction", "forward");
    reversed =
        switch (direction) {
          case "forward" -> List.of(false);
          case "reverse" -> List.of(true);
          case "bidirectional" -> List.of(false, true);
          default -> throw node.error("direction " + direction + " is unknown");
        };
    functions = RecurrentActivation.of(node, kind.functions(), reversed.size());
    requireFullLength();
    if (steps < 1 || batch < 1 || hidden < 1) {
      throw node.error("its input or its state is empty");
    }
  }

  private void requireFullLength() throws ModelException {
    Optional<Value> lengths = scope.optional(node, 4);
    boolean full =
        lengths.isEmpty()
            || (lengths.get() instanceof Constant c
                && Arrays.stream(c.values()).allMatch(v -> v == steps));
    if (!full) {
      throw node.error(
          "sequence_lens other than the full length is not supported; leave it out, or export for"
              + " sequences of one length");
    }
  }

  /** Defines Y, Y_h and, for LSTM, Y_c. */
  private void define() throws ModelException {
    List<Value> all = new ArrayList<>();
    List<Value> lastHidden = new ArrayList<>();
    List<Value> lastCell = new ArrayList<>();
    for (int d = 0; d < reversed.size(); d++) {
      RecurrentCell cell = cell(d);
      RecurrentCell.State state = new RecurrentCell.State(initial(5, d), initial(6, d));
      Value[] outputs = new Value[steps];
      for (int i = 0; i < steps; i++) {
        int t = reversed.get(d) ? steps - 1 - i : i;
        state = cell.step(t, state);
        outputs[t] = state.hidden().orElseThrow();
      }
      all.addAll(Arrays.asList(outputs));
      lastHidden.add(state.hidden().orElseThrow());
      state.cell().ifPresent(lastCell::add);
    }
    if (node.hasOutput(0)) {
      scope.define(node, 0, sequences(all));
    }
    if (node.hasOutput(1)) {
      scope.define(node, 1, states(lastHidden));
    }
    if (node.hasOutput(2) && kind == RecurrentCell.Kind.LSTM) {
      scope.define(node, 2, states(lastCell));
    }
  }

  private RecurrentCell cell(int direction) throws ModelException {
    int gates = kind.gates();
    int directions = reversed.size();
    Value w = scope.operand(node, 1);
    requireShape("W", w, directions, gates * hidden, x.shape()[2]);
    Value r = scope.operand(node, 2);
    requireShape("R", r, directions, gates * hidden, hidden);
    Optional<Value> b = scope.optional(node, 3);
    if (b.isPresent()) {
      requireShape("B", b.get(), directions, 2 * gates * hidden);
    }
    Optional<Value> peepholes =
        kind == RecurrentCell.Kind.LSTM ? scope.optional(node, 7) : Optional.empty();
    if (peepholes.isPresent()) {
      requireShape("P", peepholes.get(), directions, 3 * hidden);
    }
    int perDirection = kind.functions().size();
    RecurrentCell.Weights weights =
        new RecurrentCell.Weights(
            timeFirst(x),
            formula.pick(w, 0, direction),
            formula.pick(r, 0, direction),
            picked(b, direction),
            picked(peepholes, direction),
            hidden);
    return new RecurrentCell(
        formula,
        kind,
        weights,
        functions.subList(direction * perDirection, (direction + 1) * perDirection));
  }

  private Optional<Value> picked(Optional<Value> list, int direction) throws ModelException {
    return list.isEmpty() ? list : Optional.of(formula.pick(list.get(), 0, direction));
  }

  private Value timeFirst(Value value) throws ModelException {
    return batchFirst ? formula.transpose(value, 1, 0, 2) : value;
  }

  /** The initial state [batch, hidden]; absent if it is zero. */
  private Optional<Value> initial(int position, int direction) throws ModelException {
    boolean cell = position == 6;
    if ((cell && kind != RecurrentCell.Kind.LSTM) || !node.hasInput(position)) {
      return Optional.empty();
    }
    Value value = scope.operand(node, position);
    int directions = reversed.size();
    String what = cell ? "initial_c" : "initial_h";
    requireShape(
        what, value, batchFirst ? batch : directions, batchFirst ? directions : batch, hidden);
    if (value instanceof Constant c && Arrays.stream(c.values()).allMatch(v -> v == 0)) {
      return Optional.empty();
    }
    return Optional.of(formula.pick(value, batchFirst ? 1 : 0, direction));
  }

  /** The states of all steps, direction by direction: [steps, directions, batch, hidden]. */
  private Value sequences(List<Value> all) throws ModelException {
    int directions = reversed.size();
    int time = batchFirst ? 1 : 0;
    int direction = batchFirst ? 2 : 1;
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int[] single = batchFirst ? new int[] {batch, 1, 1, hidden} : new int[] {1, 1, batch, hidden};
      List<AxisIndex> view = new ArrayList<>(Views.identity(4));
      view.set(time, AxisIndex.along(time, 1, -(i % steps)));
      view.set(direction, AxisIndex.along(direction, 1, -(i / steps)));
      terms.add(new Term(1, formula.view(formula.reshape(all.get(i), single), view)));
    }
    int[] shape =
        batchFirst
            ? new int[] {batch, steps, directions, hidden}
            : new int[] {steps, directions, batch, hidden};
    return formula.combine(x.type(), shape, 0, terms);
  }

  /** One state for each direction: [directions, batch, hidden]. */
  private Value states(List<Value> last) throws ModelException {
    List<Value> parts = new ArrayList<>();
    for (Value state : last) {
      parts.add(
          batchFirst
              ? formula.reshape(state, batch, 1, hidden)
              : formula.reshape(state, 1, batch, hidden));
    }
    return formula.concat(parts, batchFirst ? 1 : 0);
  }

  /** Sizes below zero may be anything. */
  private void requireShape(String what, Value value, int... shape) throws ModelException {
    boolean fits = value.rank() == shape.length;
    for (int d = 0; fits && d < shape.length; d++) {
      fits = shape[d] < 0 || shape[d] == value.shape()[d];
    }
    if (!fits) {
      throw node.error(
          what
              + " of shape "
              + Arrays.toString(value.shape())
              + " does not fit, expected "
              + Arrays.toString(shape).replace("-1", "any"));
    }
  }
}
