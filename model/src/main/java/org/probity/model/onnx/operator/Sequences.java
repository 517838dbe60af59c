package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** Sequences of tensors, whose lengths and positions are constant. */
final class Sequences {
  private static final String FREE = "free; constant positions";

  private Sequences() {}

  static List<Entry> entries() {
    return List.of(
        Entry.of("SequenceConstruct", FREE, Sequences::construct),
        Entry.of("SequenceEmpty", FREE, (n, s) -> s.defineSequence(n, List.of())),
        Entry.of("SequenceInsert", FREE, Sequences::insert),
        Entry.of("SequenceErase", FREE, Sequences::erase),
        Entry.formula(
            "SequenceAt",
            FREE,
            (n, s, f) -> {
              List<Value> items = s.sequence(n, 0);
              return items.get(position(n, s, 1, items.size()));
            }),
        Entry.formula(
            "SequenceLength",
            "constant",
            (n, s, f) -> Constant.scalar(ElementType.INT64, s.sequence(n, 0).size())),
        Entry.of("SplitToSequence", "view, free", Sequences::split),
        Entry.formula("ConcatFromSequence", "sum of padded views, free", Sequences::concat));
  }

  private static int position(OnnxNode node, Scope scope, int input, int size)
      throws ModelException {
    long position = (long) scope.constant(node, input).single(node, "position");
    return Shapes.axis(node, position, size);
  }

  private static void construct(OnnxNode node, Scope scope) throws ModelException {
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      items.add(scope.operand(node, i));
    }
    scope.defineSequence(node, items);
  }

  private static void insert(OnnxNode node, Scope scope) throws ModelException {
    List<Value> items = new ArrayList<>(scope.sequence(node, 0));
    int at = node.hasInput(2) ? position(node, scope, 2, items.size() + 1) : items.size();
    items.add(at, scope.operand(node, 1));
    scope.defineSequence(node, items);
  }

  private static void erase(OnnxNode node, Scope scope) throws ModelException {
    List<Value> items = new ArrayList<>(scope.sequence(node, 0));
    int at = node.hasInput(1) ? position(node, scope, 1, items.size()) : items.size() - 1;
    if (items.isEmpty()) {
      throw node.error("the sequence is empty");
    }
    items.remove(at);
    scope.defineSequence(node, items);
  }

  private static void split(OnnxNode node, Scope scope) throws ModelException {
    Formula f = new Formula(node, scope);
    Value x = scope.operand(node, 0);
    int axis = Shapes.axis(node, node.integer("axis", 0), x.rank());
    int size = x.shape()[axis];
    Optional<Constant> split = scope.optionalConstant(node, 1);
    boolean keep = split.isPresent() || node.flag("keepdims", true);
    List<Value> parts = new ArrayList<>();
    int start = 0;
    while (start < size) {
      long length = 1;
      if (split.isPresent()) {
        long[] lengths = split.get().toLongs(node);
        boolean one = split.get().rank() == 0;
        if (!one && parts.size() >= lengths.length) {
          throw node.error("the parts do not add up to the axis");
        }
        length = one ? Math.min(lengths[0], size - start) : lengths[parts.size()];
      }
      if (length < 1 || length > size - start) {
        throw node.error("a part is empty, or the parts do not add up to the axis");
      }
      scope.builder().countStep(node);
      parts.add(keep ? f.slice(x, axis, start, start + (int) length) : f.pick(x, axis, start));
      start += (int) length;
    }
    scope.defineSequence(node, parts);
  }

  private static Value concat(OnnxNode node, Scope scope, Formula f) throws ModelException {
    List<Value> items = new ArrayList<>(scope.sequence(node, 0));
    if (items.isEmpty()) {
      throw node.error("the sequence is empty");
    }
    boolean stack = node.flag("new_axis", false);
    int rank = items.getFirst().rank();
    int axis = Shapes.axis(node, node.required("axis"), stack ? rank + 1 : rank);
    for (int i = 0; i < items.size(); i++) {
      Value item = items.get(i);
      if (item.rank() != rank) {
        throw node.error("its items have different numbers of dimensions");
      }
      if (stack) {
        items.set(i, f.reshape(item, Shapes.unsqueezed(node, item.shape(), new long[] {axis})));
      }
    }
    return f.concat(items, axis);
  }
}
