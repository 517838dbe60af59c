package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxGraph;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Turns an operator between DequantizeLinear and QuantizeLinear into the quantised operator that
 * ONNX Runtime runs in its place. The QuantizeLinear becomes that operator; what was before it is
 * left for others to read. Functions of one tensor and rearrangements need none of this: their
 * operands remember their codes ({@link Provenance}).
 */
final class QdqFusion {
  private static final String QUANTIZE = "QuantizeLinear";
  private static final String DEQUANTIZE = "DequantizeLinear";

  private final Map<String, OnnxNode> producers = new HashMap<>();
  private final List<OnnxNode> fused = new ArrayList<>();
  private int made;

  private QdqFusion(OnnxGraph graph) {
    for (OnnxNode node : graph.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
    }
  }

  /** The graph with quantised operators; the same if it has no QuantizeLinear. */
  static OnnxGraph fuse(OnnxGraph graph) throws ModelException {
    if (graph.nodes().stream().noneMatch(n -> is(n, QUANTIZE) || is(n, DEQUANTIZE))) {
      return graph;
    }
    QdqFusion fusion = new QdqFusion(graph);
    for (OnnxNode node : graph.nodes()) {
      fusion.add(node);
    }
    return new OnnxGraph(
        fusion.fused,
        graph.initializers(),
        graph.sparseInitializers(),
        graph.inputs(),
        graph.outputs());
  }

  private static boolean is(OnnxNode node, String operator) {
    return node != null && node.domain().isEmpty() && node.operator().equals(operator);
  }

  private void add(OnnxNode node) throws ModelException {
    if (is(node, QUANTIZE) && node.hasInput(0) && node.hasInput(1) && node.hasOutput(0)) {
      List<OnnxNode> clamps = new ArrayList<>();
      OnnxNode before = producers.get(node.inputs().getFirst());
      while ((is(before, "Relu") || is(before, "Clip")) && dequantized(before, 0).isEmpty()) {
        clamps.add(before);
        before = before.hasInput(0) ? producers.get(before.inputs().getFirst()) : null;
      }
      if (before != null && before.outputs().size() == 1) {
        String result = clamps.isEmpty() ? node.outputs().getFirst() : fresh(node);
        Optional<OnnxNode> quantized = quantized(before, node, result);
        if (quantized.isPresent()) {
          fused.add(quantized.get());
          if (!clamps.isEmpty()) {
            addClamps(clamps.reversed(), node, result);
          }
          return;
        }
      }
    } else if (isSelection(node) && dequantized(node, 0).isPresent()) {
      addSelection(node, dequantized(node, 0).get());
      return;
    }
    fused.add(node);
  }

  private String fresh(OnnxNode node) {
    return node.outputs().getFirst() + "/fused" + made++;
  }

  private static OnnxNode like(OnnxNode node, List<String> inputs, String output) {
    return new OnnxNode(
        node.name(), node.operator(), node.domain(), inputs, List.of(output), node.attributes());
  }

  /** The DequantizeLinear that an input comes from. */
  private Optional<OnnxNode> dequantized(OnnxNode node, int position) {
    if (!node.hasInput(position)) {
      return Optional.empty();
    }
    OnnxNode producer = producers.get(node.inputs().get(position));
    return is(producer, DEQUANTIZE) && producer.hasInput(0) && producer.hasInput(1)
        ? Optional.of(producer)
        : Optional.empty();
  }

  /**
   * Clamping behind the rounding instead of before it gives the same, for rounding is monotone and
   * keeps what is a multiple of the scale.
   */
  private void addClamps(List<OnnxNode> clamps, OnnxNode quantize, String codes) {
    List<String> inputs = new ArrayList<>(quantize.inputs());
    inputs.set(0, codes);
    String real = fresh(quantize);
    fused.add(
        new OnnxNode(
            quantize.name(),
            DEQUANTIZE,
            "",
            List.copyOf(inputs),
            List.of(real),
            quantize.attributes()));
    for (OnnxNode clamp : clamps) {
      List<String> operands = new ArrayList<>(clamp.inputs());
      operands.set(0, real);
      real = fresh(quantize);
      fused.add(like(clamp, operands, real));
    }
    inputs.set(0, real);
    fused.add(like(quantize, inputs, quantize.outputs().getFirst()));
  }

  private static boolean isSelection(OnnxNode node) {
    return is(node, "Gather") || is(node, "GatherElements") || is(node, "GatherND");
  }

  /** Selects codes first and dequantises them then: a table of embeddings stays one of codes. */
  private void addSelection(OnnxNode node, OnnxNode dequantize) {
    List<String> operands = new ArrayList<>(node.inputs());
    operands.set(0, dequantize.inputs().getFirst());
    String codes = fresh(node);
    fused.add(like(node, operands, codes));
    List<String> inputs = new ArrayList<>(dequantize.inputs());
    inputs.set(0, codes);
    fused.add(like(dequantize, inputs, node.outputs().getFirst()));
  }

  /** The quantised operator in place of an operator and the QuantizeLinear behind it. */
  private Optional<OnnxNode> quantized(OnnxNode node, OnnxNode quantize, String result)
      throws ModelException {
    if (!node.domain().isEmpty()) {
      return Optional.empty();
    }
    List<String> scales = pair(quantize);
    return switch (node.operator()) {
      case "Conv" -> biased(node, "", "QLinearConv", scales, result, true);
      case "ConvTranspose" ->
          biased(node, Entry.INTERNAL, "QLinearConvTranspose", scales, result, true);
      case "Gemm" ->
          node.real("beta", 1) == 1
              ? biased(node, Entry.MICROSOFT, "QGemm", scales, result, false)
              : Optional.empty();
      case "MatMul" -> plain(node, "", "QLinearMatMul", 2, scales, result);
      case "Add" -> plain(node, Entry.MICROSOFT, "QLinearAdd", 2, scales, result);
      case "Mul" -> plain(node, Entry.MICROSOFT, "QLinearMul", 2, scales, result);
      case "AveragePool" -> plain(node, Entry.MICROSOFT, "QLinearAveragePool", 1, scales, result);
      case "GlobalAveragePool" ->
          plain(node, Entry.MICROSOFT, "QLinearGlobalAveragePool", 1, scales, result);
      case "ReduceMean" -> mean(node, scales, result);
      case "Softmax" -> plain(node, Entry.MICROSOFT, "QLinearSoftmax", 1, scales, result);
      case "Concat" -> concat(node, scales, result);
      case "Where" -> where(node, scales, result);
      default -> Optional.empty();
    };
  }

  /** Scale and zero point, which may be left out, of a node of either kind. */
  private static List<String> pair(OnnxNode node) {
    return List.of(node.inputs().get(1), node.hasInput(2) ? node.inputs().get(2) : "");
  }

  private static List<String> triple(OnnxNode dequantize) {
    return Stream.concat(Stream.of(dequantize.inputs().getFirst()), pair(dequantize).stream())
        .toList();
  }

  private static OnnxNode node(
      OnnxNode original, String domain, String operator, List<String> inputs, String result) {
    return new OnnxNode(
        original.name(), operator, domain, inputs, List.of(result), original.attributes());
  }

  /** The operands of the first inputs, or nothing if one of them is not dequantised. */
  private Optional<List<String>> operands(OnnxNode node, int first, int count) {
    List<String> operands = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      Optional<OnnxNode> dequantize = dequantized(node, i);
      if (dequantize.isEmpty()) {
        return Optional.empty();
      }
      operands.addAll(triple(dequantize.get()));
    }
    return Optional.of(operands);
  }

  private Optional<OnnxNode> plain(
      OnnxNode node,
      String domain,
      String operator,
      int count,
      List<String> scales,
      String result) {
    return operands(node, 0, count)
        .map(o -> node(node, domain, operator, joined(o, scales), result));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /**
   * Two factors and a bias, of which the convolutions take the last behind the scales. The scale of
   * the bias stands behind all inputs.
   */
  private Optional<OnnxNode> biased(
      OnnxNode node,
      String domain,
      String operator,
      List<String> scales,
      String result,
      boolean biasLast) {
    Optional<List<String>> factors = operands(node, 0, 2);
    if (factors.isEmpty()) {
      return Optional.empty();
    }
    String bias = "";
    String scale = "";
    if (node.hasInput(2)) {
      // Its scale is meant to be the product of those of the factors, which the operator checks; a
      // float bias it rounds with that.
      Optional<OnnxNode> dequantize = dequantized(node, 2);
      bias = dequantize.map(d -> d.inputs().getFirst()).orElse(node.inputs().get(2));
      scale = dequantize.map(d -> d.inputs().get(1)).orElse("");
    }
    List<String> inputs =
        biasLast
            ? joined(joined(factors.get(), scales), List.of(bias))
            : joined(joined(factors.get(), List.of(bias)), scales);
    inputs = joined(inputs, List.of(scale));
    return Optional.of(node(node, domain, operator, inputs, result));
  }

  private Optional<OnnxNode> mean(OnnxNode node, List<String> scales, String result) {
    List<String> axes = List.of(node.hasInput(1) ? node.inputs().get(1) : "");
    return operands(node, 0, 1)
        .map(
            o ->
                node(
                    node,
                    Entry.INTERNAL,
                    "QLinearReduceMean",
                    joined(joined(o, scales), axes),
                    result));
  }

  private Optional<OnnxNode> concat(OnnxNode node, List<String> scales, String result) {
    return operands(node, 0, node.inputs().size())
        .map(o -> node(node, Entry.MICROSOFT, "QLinearConcat", joined(scales, o), result));
  }

  private Optional<OnnxNode> where(OnnxNode node, List<String> scales, String result) {
    return operands(node, 1, 2)
        .map(
            o ->
                node(
                    node,
                    Entry.MICROSOFT,
                    "QLinearWhere",
                    joined(joined(List.of(node.inputs().getFirst()), o), scales),
                    result));
  }
}
