package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Attention of opset 23: {@code softmax(scale Q K' + mask) V} for each head; several heads of Q may
 * share one of K and V.
 */
final class Attention {
  private final OnnxNode node;
  private final Scope scope;
  private final Formula formula;
  private final Value q;
  private final Value k;
  private final Value v;

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            "Attention",
            "two contractions and a softmax",
            (node, scope, f) -> new Attention(node, scope, f).value()));
  }

  private Attention(OnnxNode node, Scope scope, Formula formula) throws ModelException {
    this.node = node;
    this.scope = scope;
    this.formula = formula;
    if (node.hasInput(4) || node.hasInput(5) || node.hasOutput(1) || node.hasOutput(2)) {
      throw node.error("past and present keys and values are not supported; leave them out");
    }
    if (node.hasOutput(3) || node.hasInput(6) || node.real("softcap", 0) != 0) {
      throw node.error(
          "softcap, lengths of padded sequences and the output of scores are not supported; write"
              + " them as MatMul and Softmax");
    }
    q = heads(scope.operand(node, 0), "q_num_heads");
    k = heads(scope.operand(node, 1), "kv_num_heads");
    v = heads(scope.operand(node, 2), "kv_num_heads");
    int[] a = q.shape();
    int[] b = k.shape();
    int[] c = v.shape();
    boolean fits =
        a[0] == b[0]
            && a[3] == b[3]
            && a[1] % b[1] == 0
            && Arrays.equals(Arrays.copyOf(b, 3), Arrays.copyOf(c, 3));
    if (!fits) {
      throw node.error(
          "queries, keys and values of shapes "
              + Arrays.toString(a)
              + ", "
              + Arrays.toString(b)
              + " and "
              + Arrays.toString(c)
              + " do not fit");
    }
  }

  /** The operand as [batch, heads, positions, features]. */
  private Value heads(Value x, String attribute) throws ModelException {
    if (x.size() > 0 && x.rank() == 4) {
      return x;
    }
    long heads = x.rank() == 3 ? node.required(attribute) : 0;
    if (x.size() == 0 || heads < 1 || x.shape()[2] % heads != 0) {
      throw node.error(
          "an operand of shape " + Arrays.toString(x.shape()) + " cannot be split into heads");
    }
    int[] split = {x.shape()[0], x.shape()[1], (int) heads, x.shape()[2] / (int) heads};
    return formula.transpose(formula.reshape(x, split), 0, 2, 1, 3);
  }

  private Value value() throws ModelException {
    Value probabilities = formula.softmax(scores(), 3);
    int[] shape = q.shape().clone();
    shape[3] = v.shape()[3];
    Value y =
        formula.contract(
            q.type(),
            shape,
            new int[] {v.shape()[2]},
            formula.view(probabilities, Views.along(0, 1, 2, 4)),
            formula.view(v, shared(AxisIndex.along(4), AxisIndex.along(3))));
    if (scope.operand(node, 0).rank() == 4) {
      return y;
    }
    return formula.reshape(
        formula.transpose(y, 0, 2, 1, 3), shape[0], shape[2], shape[1] * shape[3]);
  }

  private Value scores() throws ModelException {
    int[] shape = {q.shape()[0], q.shape()[1], q.shape()[2], k.shape()[2]};
    Value product =
        formula.contract(
            q.type(),
            shape,
            new int[] {q.shape()[3]},
            formula.view(q, Views.along(0, 1, 2, 4)),
            formula.view(k, shared(AxisIndex.along(3), AxisIndex.along(4))));
    double scale = node.real("scale", 0);
    double factor = scale == 0 ? 1 / Math.sqrt(q.shape()[3]) : scale;
    List<Term> terms = new ArrayList<>();
    terms.add(new Term(factor, formula.whole(product)));
    Optional<Value> mask = scope.optional(node, 3);
    double constant = 0;
    double forbidden = Masks.bound(Double.NEGATIVE_INFINITY);
    if (mask.isPresent()) {
      Value m = mask.get();
      if (!Arrays.equals(Shapes.broadcast(node, m.shape(), shape), shape)) {
        throw node.error("a mask of shape " + Arrays.toString(m.shape()) + " does not fit");
      }
      // True admits a position.
      boolean flags = m.type() == ElementType.BOOL;
      constant = flags ? forbidden : 0;
      terms.add(formula.term(flags ? -forbidden : 1, m, shape));
    }
    if (node.flag("is_causal", false)) {
      terms.add(formula.term(1, causal(shape[2], shape[3], forbidden), shape));
    }
    return formula.combine(q.type(), shape, constant, terms);
  }

  private Constant causal(int rows, int columns, double forbidden) throws ModelException {
    int[] shape = Shapes.checked(new long[] {rows, columns}, node.label());
    scope.builder().countComputed(node, shape);
    double[] mask = new double[rows * columns];
    Arrays.setAll(mask, i -> i % columns > i / columns ? forbidden : 0);
    return new Constant(q.type(), shape, mask);
  }

  /** Keys or values, one head for several of the queries. */
  private List<AxisIndex> shared(AxisIndex position, AxisIndex feature) {
    int heads = q.shape()[1];
    int each = heads / k.shape()[1];
    AxisIndex head =
        each == 1
            ? AxisIndex.along(1)
            : Views.table(1, IntStream.range(0, heads).map(h -> h / each).toArray());
    return List.of(AxisIndex.along(0), head, position, feature);
  }
}
