package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;

/** One time step of a recurrent network in one direction; the formulas are those of ONNX. */
final class RecurrentCell {
  /** The operators, with the names of their functions and the number of their gates. */
  enum Kind {
    RNN(1),
    GRU(3),
    LSTM(4);

    private final int gates;

    Kind(int gates) {
      this.gates = gates;
    }

    int gates() {
      return gates;
    }

    List<String> functions() {
      return switch (this) {
        case RNN -> List.of("Tanh");
        case GRU -> List.of("Sigmoid", "Tanh");
        case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
      };
    }
  }

  /**
   * What a direction computes with.
   *
   * @param x [steps, batch, inputs]
   * @param w [gates * hidden, inputs]
   * @param r [gates * hidden, hidden]
   * @param b [2 * gates * hidden], for w, then for r
   * @param p peepholes [3 * hidden] of the input, output and forget gates
   */
  record Weights(Value x, Value w, Value r, Optional<Value> b, Optional<Value> p, int hidden) {}

  /** The state [batch, hidden] after a step; what is absent is zero. */
  record State(Optional<Value> hidden, Optional<Value> cell) {}

  private final Formula formula;
  private final Kind kind;
  private final Weights weights;
  private final List<RealFunction> functions;
  private final boolean resetAfter;
  private final boolean inputForget;

  /** Gates of one function, which are computed together. */
  private final Gates first;

  /** The candidate of GRU and LSTM. */
  private final Gates candidate;

  /** The output gate of an LSTM with peepholes, which depends on the new cell. */
  private final Gates output;

  RecurrentCell(Formula formula, Kind kind, Weights weights, List<RealFunction> functions)
      throws ModelException {
    this.formula = formula;
    this.kind = kind;
    this.weights = weights;
    double clip = formula.node().real("clip", 0);
    this.functions = new ArrayList<>(functions);
    if (clip > 0) {
      // The functions of gates and candidates, not that of the new cell.
      for (int i = 0; i < Math.min(2, functions.size()); i++) {
        this.functions.set(i, RecurrentActivation.clip(clip).then(functions.get(i)));
      }
    }
    resetAfter = formula.node().flag("linear_before_reset", false);
    inputForget = formula.node().flag("input_forget", false);
    switch (kind) {
      case RNN -> {
        first = new Gates(0, 1, 1, true);
        candidate = null;
        output = null;
      }
      case GRU -> {
        first = new Gates(0, 1, 2, true);
        candidate = new Gates(2, 1, 1, !resetAfter);
        output = null;
      }
      case LSTM -> {
        boolean peepholes = weights.p().isPresent();
        // In the order input, output, forget, candidate.
        first = peepholes ? new Gates(0, 2, 2, true) : new Gates(0, 1, 3, true);
        candidate = new Gates(3, 1, 1, true);
        output = peepholes ? new Gates(1, 1, 1, true) : null;
      }
      default -> throw new IllegalArgumentException(kind.name());
    }
  }

  /** Step t from the state before it. */
  State step(int t, State before) throws ModelException {
    return switch (kind) {
      case RNN -> rnn(t, before);
      case GRU -> gru(t, before);
      case LSTM -> lstm(t, before);
    };
  }

  private State rnn(int t, State before) throws ModelException {
    Value h = first.of(t, before.hidden(), Optional.empty(), functions.getFirst());
    return new State(Optional.of(h), Optional.empty());
  }

  private State gru(int t, State before) throws ModelException {
    Value updateAndReset = first.all(t, before.hidden(), Optional.empty(), functions.getFirst());
    Value update = formula.pick(updateAndReset, 1, 0);
    Value reset = formula.pick(updateAndReset, 1, 1);
    Optional<Value> previous = before.hidden();
    Value next;
    if (resetAfter) {
      Optional<Value> recurrent = candidate.recurrent(previous);
      List<Value> addends = new ArrayList<>(List.of(formula.pick(candidate.input(t), 1, 0)));
      if (recurrent.isPresent()) {
        addends.add(formula.mul(reset, formula.pick(recurrent.get(), 1, 0)));
      }
      Value sum =
          addends.size() == 1
              ? addends.getFirst()
              : formula.add(addends.getFirst(), addends.getLast());
      next = formula.apply(sum, functions.get(1));
    } else {
      Optional<Value> kept =
          previous.isEmpty() ? previous : Optional.of(formula.mul(reset, previous.get()));
      next = candidate.of(t, kept, Optional.empty(), functions.get(1));
    }
    // (1 - z) n + z h = n + z (h - n): one product.
    Value hidden =
        previous.isEmpty()
            ? formula.mul(formula.affine(update, -1, 1), next)
            : formula.add(next, formula.mul(update, formula.sub(previous.get(), next)));
    return new State(Optional.of(hidden), Optional.empty());
  }

  private State lstm(int t, State before) throws ModelException {
    Value gates = first.all(t, before.hidden(), before.cell(), functions.getFirst());
    boolean peepholes = output != null;
    Value in = formula.pick(gates, 1, 0);
    Value next = candidate.of(t, before.hidden(), Optional.empty(), functions.get(1));
    Value cell = formula.mul(in, next);
    if (before.cell().isPresent()) {
      Value forget =
          inputForget ? formula.affine(in, -1, 1) : formula.pick(gates, 1, peepholes ? 1 : 2);
      cell = formula.add(formula.mul(forget, before.cell().get()), cell);
    }
    Value out =
        peepholes
            ? output.of(t, before.hidden(), Optional.of(cell), functions.getFirst())
            : formula.pick(gates, 1, 1);
    Value hidden = formula.mul(out, formula.apply(cell, functions.get(2)));
    return new State(Optional.of(hidden), Optional.of(cell));
  }

  /** Some gates, evenly spaced in the weights: [batch, count, hidden]. */
  private final class Gates {
    private final int start;
    private final int spacing;
    private final int count;
    private final boolean allBiases;
    private final Value inputs;
    private final Value recurrentWeights;

    /**
     * @param allBiases whether both biases are added to the input's part, or each to its own
     */
    Gates(int start, int spacing, int count, boolean allBiases) throws ModelException {
      this.start = start;
      this.spacing = spacing;
      this.count = count;
      this.allBiases = allBiases;
      recurrentWeights = matrix(weights.r());
      Value x = weights.x();
      int[] shape = {x.shape()[0], x.shape()[1], count, weights.hidden()};
      Value product =
          formula.contract(
              x.type(),
              shape,
              new int[] {x.shape()[2]},
              formula.view(x, Views.along(0, 1, 4)),
              formula.view(matrix(weights.w()), Views.along(4, 2, 3)));
      if (weights.b().isEmpty()) {
        inputs = product;
      } else {
        Value bias = list(weights.b().get(), 0);
        inputs =
            formula.add(product, allBiases ? formula.add(bias, list(weights.b().get(), 1)) : bias);
      }
    }

    /** Weights [gates * hidden, n] of these gates as [n, count, hidden]. */
    private Value matrix(Value w) throws ModelException {
      int hidden = weights.hidden();
      int[] shape = {w.shape()[1], count, hidden};
      return formula.layout(w, shape, List.of(rows(0, 1, 2), AxisIndex.along(0)));
    }

    /** Numbers [blocks * gates * hidden] of these gates in a block, as [count, hidden]. */
    private Value list(Value b, int block) throws ModelException {
      int[] shape = {count, weights.hidden()};
      return formula.layout(b, shape, List.of(rows(block * kind.gates(), 0, 1)));
    }

    private AxisIndex rows(int offset, int gateAxis, int hiddenAxis) {
      int hidden = weights.hidden();
      return new AxisIndex.Strided(
          List.of(gateAxis, hiddenAxis),
          List.of(spacing * hidden, 1),
          (offset + start) * hidden,
          1);
    }

    /** The input's part at a step. */
    Value input(int t) throws ModelException {
      return formula.pick(inputs, 0, t);
    }

    /** The state's part, with its own bias; absent if it is zero. */
    Optional<Value> recurrent(Optional<Value> state) throws ModelException {
      Optional<Value> bias =
          allBiases || weights.b().isEmpty()
              ? Optional.empty()
              : Optional.of(list(weights.b().get(), 1));
      if (state.isEmpty()) {
        return bias.isEmpty()
            ? bias
            : Optional.of(formula.reshape(bias.get(), 1, count, weights.hidden()));
      }
      Value h = state.get();
      int[] shape = {h.shape()[0], count, weights.hidden()};
      Value product =
          formula.contract(
              h.type(),
              shape,
              new int[] {weights.hidden()},
              formula.view(h, Views.along(0, 3)),
              formula.view(recurrentWeights, Views.along(3, 1, 2)));
      return Optional.of(bias.isEmpty() ? product : formula.add(product, bias.get()));
    }

    /** All gates after their function: [batch, count, hidden]. */
    Value all(int t, Optional<Value> state, Optional<Value> cell, RealFunction function)
        throws ModelException {
      Value x = weights.x();
      int[] shape = {x.shape()[1], count, weights.hidden()};
      List<Term> terms = new ArrayList<>();
      terms.add(
          new Term(
              1,
              formula.view(
                  inputs,
                  List.of(
                      AxisIndex.at(t),
                      AxisIndex.along(0),
                      AxisIndex.along(1),
                      AxisIndex.along(2)))));
      Optional<Value> recurrent = recurrent(state);
      if (recurrent.isPresent()) {
        terms.add(new Term(1, formula.whole(recurrent.get())));
      }
      if (cell.isPresent() && weights.p().isPresent()) {
        Value seen = formula.reshape(cell.get(), shape[0], 1, shape[2]);
        terms.add(new Term(1, formula.whole(formula.mul(seen, list(weights.p().get(), 0)))));
      }
      Value sum = terms.size() == 1 ? input(t) : formula.combine(x.type(), shape, 0, terms);
      return formula.apply(sum, function);
    }

    /** One gate after its function: [batch, hidden]. */
    Value of(int t, Optional<Value> state, Optional<Value> cell, RealFunction function)
        throws ModelException {
      return formula.pick(all(t, state, cell, function), 1, 0);
    }
  }
}
