package org.probity.model.graph;

import java.util.List;

/** One step of the integer graph. Each node defines exactly one tensor. */
public sealed interface Node permits Linear, Affine, Sum, Requantize, ArgMax, Softmax {
  /** The tensor this node defines. */
  String output();

  /** The tensors it reads, without parameters. */
  List<String> inputs();

  /** The parameters it reads. */
  default List<String> parameters() {
    return List.of();
  }
}
