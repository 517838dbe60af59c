package org.probity.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The axes of a node: those of its output, then its own; and the views through which it reads. */
public final class NodeAxes {
  private NodeAxes() {}

  /**
   * Sizes of the node's axes.
   *
   * @param outputShape shape of the tensor that the node defines
   */
  public static List<Integer> sizes(Node node, List<Integer> outputShape) {
    List<Integer> sizes = new ArrayList<>(outputShape);
    sizes.addAll(own(node));
    return List.copyOf(sizes);
  }

  /** Sizes of the axes that are not the output's: summed, searched, or counted. */
  public static List<Integer> own(Node node) {
    return switch (node) {
      case Contract n -> n.summed();
      case Extremum n -> n.window();
      case Ranking n -> List.of(n.count());
      case Select n -> List.of(n.count());
      case Bin n -> n.words() == 1 ? List.of() : List.of(n.words());
      case Walk n -> List.of(n.features());
      case Sum _, Requantize _, Rescale _, Tabulate _, Interpolate _, Divide _, Softmax _ ->
          List.of();
    };
  }

  /**
   * The views of a node, one for each entry of {@link Node#sources()} but the columns of its table;
   * what is read whole is an identity view.
   *
   * @param outputRank rank of the tensor that the node defines
   */
  public static List<View> views(Node node, int outputRank) {
    return switch (node) {
      case Contract n -> Stream.concat(Stream.of(n.left()), n.right().stream()).toList();
      case Sum n -> n.addends().stream().map(Sum.Addend::view).toList();
      case Extremum n -> n.operands();
      case Ranking n -> List.of(n.input());
      case Select n -> List.of(n.data(), n.index());
      case Bin n -> List.of(n.input());
      case Walk n -> List.of(n.ranks());
      case Divide n -> List.of(View.identity(n.dividend(), outputRank), n.divisor());
      case Requantize n -> List.of(View.identity(n.input(), outputRank));
      case Rescale n -> List.of(View.identity(n.input(), outputRank));
      case Tabulate n -> List.of(View.identity(n.input(), outputRank));
      case Interpolate n -> List.of(View.identity(n.input(), outputRank));
      case Softmax n -> List.of(View.identity(n.input(), outputRank));
    };
  }
}
