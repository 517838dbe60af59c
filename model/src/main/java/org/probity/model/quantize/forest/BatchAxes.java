package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.model.floatgraph.FloatNode;

/**
 * The axes over which a forest is evaluated: those of its output without the last one, that of
 * results.
 */
record BatchAxes(List<Integer> sizes) {
  static BatchAxes of(FloatNode.Forest node) {
    return new BatchAxes(node.shape().subList(0, node.shape().size() - 1));
  }

  int rank() {
    return sizes.size();
  }

  /** Their sizes and one more; may be modified. */
  List<Integer> with(int last) {
    List<Integer> shape = new ArrayList<>(sizes);
    shape.add(last);
    return shape;
  }

  /** They as indices of a source that begins with them; may be modified. */
  List<AxisIndex> indices() {
    return new ArrayList<>(IntStream.range(0, rank()).mapToObj(AxisIndex::along).toList());
  }
}
