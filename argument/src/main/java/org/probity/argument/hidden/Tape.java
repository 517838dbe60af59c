package org.probity.argument.hidden;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/**
 * Linear forms over the pads, recorded as they are built and evaluated by one backward sweep, so
 * that the cost is the number of operations and not operations times pads.
 */
final class Tape {
  /** Number of the zero form. */
  static final int ZERO = -1;

  /** {@code leftCoefficient * left + rightCoefficient * right}; null coefficients are one. */
  private record Node(
      int left, FieldElement leftCoefficient, int right, FieldElement rightCoefficient, int pad) {}

  private final List<Node> nodes = new ArrayList<>();

  /** The form that is pad number {@code pad}. */
  int leaf(int pad) {
    return add(new Node(ZERO, null, ZERO, null, pad));
  }

  int combine(int left, FieldElement leftCoefficient, int right, FieldElement rightCoefficient) {
    if (left == ZERO && right == ZERO) {
      return ZERO;
    }
    if (right == ZERO && leftCoefficient == null) {
      return left;
    }
    if (left == ZERO && rightCoefficient == null) {
      return right;
    }
    return add(new Node(left, leftCoefficient, right, rightCoefficient, -1));
  }

  /** Coefficients of {@code sum weight_i * form_i} on the pads. */
  FieldElement[] coefficients(
      PrimeField field, int pads, List<Integer> forms, List<FieldElement> weights) {
    FieldElement[] adjoint = new FieldElement[nodes.size()];
    for (int i = 0; i < forms.size(); i++) {
      accumulate(adjoint, forms.get(i), weights.get(i), null);
    }
    FieldElement[] result = new FieldElement[pads];
    java.util.Arrays.fill(result, field.zero());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (adjoint[i] == null) {
        continue;
      }
      Node node = nodes.get(i);
      if (node.pad >= 0) {
        result[node.pad] = result[node.pad].add(adjoint[i]);
      } else {
        accumulate(adjoint, node.left, adjoint[i], node.leftCoefficient);
        accumulate(adjoint, node.right, adjoint[i], node.rightCoefficient);
      }
    }
    return result;
  }

  private static void accumulate(
      FieldElement[] adjoint, int form, FieldElement weight, FieldElement coefficient) {
    if (form == ZERO) {
      return;
    }
    FieldElement share = coefficient == null ? weight : weight.multiply(coefficient);
    adjoint[form] = adjoint[form] == null ? share : adjoint[form].add(share);
  }

  private int add(Node node) {
    nodes.add(node);
    return nodes.size() - 1;
  }
}
