package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxGraph;
import org.probity.model.onnx.proto.OnnxNode;

/** If, Loop and Scan, whose course is the same for every input: they are unrolled. */
final class ControlFlow {
  private ControlFlow() {}

  static List<Entry> entries() {
    return List.of(
        Entry.of("If", "one branch; by a computed condition, both", ControlFlow::branch),
        Entry.of("Loop", "unrolled; constant trip count", ControlFlow::loop),
        Entry.of("Scan", "unrolled", ControlFlow::scan));
  }

  private static void branch(OnnxNode node, Scope scope) throws ModelException {
    Value condition = scope.operand(node, 0);
    if (condition instanceof Constant c) {
      boolean yes = c.single(node, "the condition") != 0;
      defineAll(node, scope, branch(node, scope, yes ? "then_branch" : "else_branch"));
      return;
    }
    if (condition.size() != 1) {
      throw node.error("the condition is not a single truth value");
    }
    Formula f = new Formula(node, scope);
    Value flag = f.reshape(condition);
    List<Value> yes = branch(node, scope, "then_branch");
    List<Value> no = branch(node, scope, "else_branch");
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < Math.min(yes.size(), no.size()); i++) {
      if (!Arrays.equals(yes.get(i).shape(), no.get(i).shape())) {
        throw node.error("its branches have results of different shapes, chosen by the input");
      }
      outputs.add(Logic.choose(f, flag, yes.get(i), no.get(i)));
    }
    defineAll(node, scope, outputs);
  }

  private static List<Value> branch(OnnxNode node, Scope scope, String name) throws ModelException {
    return scope.graph().subgraph(node, node.graph(name), name + "/").outputs(node);
  }

  private static void defineAll(OnnxNode node, Scope scope, List<Value> outputs)
      throws ModelException {
    if (outputs.size() < node.outputs().size()) {
      throw node.error("a subgraph has fewer outputs than the node");
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.hasOutput(i)) {
        scope.define(node, i, outputs.get(i));
      }
    }
  }

  private static boolean isTrue(OnnxNode node, Value condition) throws ModelException {
    if (condition instanceof Constant c) {
      return c.single(node, "the condition") != 0;
    }
    throw node.error(
        "its condition depends on the model's input; only loops of constant length are supported");
  }

  private static void loop(OnnxNode node, Scope scope) throws ModelException {
    OnnxGraph body = node.graph("body");
    Optional<Constant> count = scope.optionalConstant(node, 0);
    double trips =
        count.isPresent() ? count.get().single(node, "the trip count") : Double.POSITIVE_INFINITY;
    boolean go = !node.hasInput(1) || isTrue(node, scope.operand(node, 1));
    List<Value> state = new ArrayList<>();
    for (int i = 2; i < node.inputs().size(); i++) {
      state.add(scope.operand(node, i));
    }
    int scanned = body.outputs().size() - 1 - state.size();
    if (scanned < 0 || body.inputs().size() != state.size() + 2) {
      throw node.error("its body has the wrong number of inputs or outputs");
    }
    List<List<Value>> slices = lists(scanned);
    for (long trip = 0; go && trip < trips; trip++) {
      scope.builder().countStep(node);
      Graph iteration = scope.graph().subgraph(node, body, trip + "/");
      List<String> names = iteration.inputNames();
      iteration.define(names.get(0), Constant.ofLongs(trip).withShape(new int[0]));
      iteration.define(names.get(1), Constant.scalar(ElementType.BOOL, 1));
      for (int i = 0; i < state.size(); i++) {
        iteration.define(names.get(i + 2), state.get(i));
      }
      List<Value> outputs = iteration.outputs(node);
      go = isTrue(node, outputs.getFirst());
      state = new ArrayList<>(outputs.subList(1, 1 + state.size()));
      append(slices, outputs.subList(1 + state.size(), outputs.size()));
    }
    defineAll(node, scope, results(node, scope, state, slices, new long[scanned]));
  }

  /** The final state, then the slices of each scanned output along a new axis. */
  private static List<Value> results(
      OnnxNode node, Scope scope, List<Value> state, List<List<Value>> slices, long[] axes)
      throws ModelException {
    Formula f = new Formula(node, scope);
    List<Value> results = new ArrayList<>(state);
    for (int i = 0; i < slices.size(); i++) {
      if (!node.hasOutput(results.size())) {
        // Holds the place of an output that nobody asks for.
        results.add(null);
        continue;
      }
      List<Value> parts = new ArrayList<>();
      for (Value slice : slices.get(i)) {
        long[] axis = {Shapes.axis(node, axes[i], slice.rank() + 1)};
        parts.add(f.reshape(slice, Shapes.unsqueezed(node, slice.shape(), axis)));
      }
      if (parts.isEmpty()) {
        throw node.error("it runs not even once, so the shape of its output is unknown");
      }
      results.add(f.concat(parts, Shapes.axis(node, axes[i], parts.getFirst().rank())));
    }
    return results;
  }

  private static List<List<Value>> lists(int count) {
    List<List<Value>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  private static void append(List<List<Value>> lists, List<Value> values) {
    for (int i = 0; i < lists.size(); i++) {
      lists.get(i).add(values.get(i));
    }
  }

  private static void scan(OnnxNode node, Scope scope) throws ModelException {
    if (scope.opset() < 9) {
      throw node.error("Scan of opset 8 is not supported; export for opset 9 or later");
    }
    OnnxGraph body = node.graph("body");
    long scannedInputs = node.required("num_scan_inputs");
    int states = (int) Math.max(-1, node.inputs().size() - scannedInputs);
    int scannedOutputs = body.outputs().size() - states;
    if (scannedInputs < 1
        || states < 0
        || scannedOutputs < 0
        || body.inputs().size() != node.inputs().size()) {
      throw node.error("its body has the wrong number of inputs or outputs");
    }
    int inputs = (int) scannedInputs;
    long[] inputAxes = list(node, "scan_input_axes", inputs);
    long[] outputAxes = list(node, "scan_output_axes", scannedOutputs);
    long[] backwards = list(node, "scan_input_directions", inputs);
    long[] prepend = list(node, "scan_output_directions", scannedOutputs);
    List<Value> state = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      state.add(scope.operand(node, i));
    }
    int length = length(node, scope, states, inputAxes);
    Formula f = new Formula(node, scope);
    List<List<Value>> slices = lists(scannedOutputs);
    for (int trip = 0; trip < length; trip++) {
      scope.builder().countStep(node);
      Graph iteration = scope.graph().subgraph(node, body, trip + "/");
      List<String> names = iteration.inputNames();
      for (int i = 0; i < states; i++) {
        iteration.define(names.get(i), state.get(i));
      }
      for (int i = 0; i < inputs; i++) {
        Value x = scope.operand(node, states + i);
        int axis = Shapes.axis(node, inputAxes[i], x.rank());
        iteration.define(
            names.get(states + i), f.pick(x, axis, backwards[i] == 0 ? trip : length - 1 - trip));
      }
      List<Value> outputs = iteration.outputs(node);
      state = new ArrayList<>(outputs.subList(0, states));
      append(slices, outputs.subList(states, outputs.size()));
    }
    for (int i = 0; i < scannedOutputs; i++) {
      if (prepend[i] != 0) {
        slices.set(i, slices.get(i).reversed());
      }
    }
    defineAll(node, scope, results(node, scope, state, slices, outputAxes));
  }

  private static long[] list(OnnxNode node, String attribute, int size) throws ModelException {
    long[] values = node.integers(attribute, new long[size]);
    if (values.length != size) {
      throw node.error("attribute " + attribute + " has the wrong length");
    }
    return values;
  }

  /** The common length of all scanned inputs. */
  private static int length(OnnxNode node, Scope scope, int states, long[] axes)
      throws ModelException {
    int[] lengths = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      Value x = scope.operand(node, states + i);
      lengths[i] = x.shape()[Shapes.axis(node, axes[i], x.rank())];
    }
    if (Arrays.stream(lengths).distinct().count() != 1) {
      throw node.error("its scanned inputs have different lengths");
    }
    return lengths[0];
  }
}
