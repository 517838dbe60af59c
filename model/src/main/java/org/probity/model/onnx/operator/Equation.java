package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * The equation of an Einsum: a label for each axis of each operand and of the result. The axes of
 * an ellipsis get labels of their own, aligned at the right as in broadcasting.
 *
 * @param operands labels of the axes of each operand
 * @param result labels of the axes of the result
 * @param sizes size of each label
 */
record Equation(List<String> operands, String result, Map<Character, Integer> sizes) {
  /** Labels that stand for the axes of an ellipsis, the last axis first. */
  private static final char ELLIPSIS = '\u2460';

  /**
   * @param shapes shapes of the operands
   */
  static Equation parse(OnnxNode node, String text, List<int[]> shapes) throws ModelException {
    String compact = text.replace(" ", "");
    int arrow = compact.indexOf("->");
    String left = arrow < 0 ? compact : compact.substring(0, arrow);
    List<String> terms = List.of(left.split(",", -1));
    if (terms.size() != shapes.size()) {
      throw node.error("equation \"" + text + "\" does not have a term for each operand");
    }
    List<String> operands = new ArrayList<>();
    Map<Character, Integer> sizes = new HashMap<>();
    int widest = 0;
    for (int i = 0; i < terms.size(); i++) {
      int hidden = shapes.get(i).length - terms.get(i).replace("...", "").length();
      String labels = expanded(node, text, terms.get(i), hidden);
      widest = terms.get(i).contains("...") ? Math.max(widest, hidden) : widest;
      if (labels.length() != shapes.get(i).length) {
        throw node.error("equation \"" + text + "\" does not fit the rank of operand " + i);
      }
      for (int d = 0; d < labels.length(); d++) {
        measure(node, sizes, labels.charAt(d), shapes.get(i)[d]);
      }
      operands.add(labels);
    }
    String result =
        arrow < 0
            ? implicit(operands, widest)
            : expanded(node, text, compact.substring(arrow + 2), widest);
    for (int d = 0; d < result.length(); d++) {
      if (!sizes.containsKey(result.charAt(d)) || result.indexOf(result.charAt(d)) != d) {
        throw node.error("equation \"" + text + "\" has a result axis of no operand, or one twice");
      }
    }
    return new Equation(operands, result, sizes);
  }

  private static String expanded(OnnxNode node, String text, String term, int hidden)
      throws ModelException {
    int dots = term.indexOf("...");
    String named = dots < 0 ? term : term.substring(0, dots) + term.substring(dots + 3);
    if (hidden < 0 || !named.chars().allMatch(c -> c < 128 && Character.isLetter(c))) {
      throw node.error("equation \"" + text + "\" is malformed or does not fit its operands");
    }
    return dots < 0 ? term : term.substring(0, dots) + ellipsis(hidden) + term.substring(dots + 3);
  }

  private static String ellipsis(int axes) {
    StringBuilder labels = new StringBuilder();
    for (int a = axes - 1; a >= 0; a--) {
      labels.append((char) (ELLIPSIS + a));
    }
    return labels.toString();
  }

  /** Without an arrow: the ellipsis, then the labels that occur once, in alphabetical order. */
  private static String implicit(List<String> operands, int widest) {
    Map<Character, Integer> counts = new TreeMap<>();
    for (String labels : operands) {
      labels.chars().filter(c -> c < 128).forEach(c -> counts.merge((char) c, 1, Integer::sum));
    }
    StringBuilder result = new StringBuilder(ellipsis(widest));
    counts.forEach(
        (label, count) -> {
          if (count == 1) {
            result.append(label);
          }
        });
    return result.toString();
  }

  /** Axes of size 1 are repeated. */
  private static void measure(OnnxNode node, Map<Character, Integer> sizes, char label, int size)
      throws ModelException {
    int known = sizes.getOrDefault(label, 1);
    if (known != size && known != 1 && size != 1) {
      throw node.error("axes of the same label have sizes " + known + " and " + size);
    }
    sizes.put(label, Math.max(known, size));
  }

  int size(char label) {
    return sizes.get(label);
  }
}
