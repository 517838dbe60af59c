package org.probity.graph;

import java.util.List;

/**
 * Stored {@code out[i] = data[i, index[i]]}: a choice by computed indices, as in embeddings. The
 * node's axes are those of the output, then one axis of size {@code count}, which {@code data}
 * reads and {@code index} does not. Data and index are views of stored tensors or of parameters;
 * the format of the index lies in {@code [0, count)}. The format of the output is that of the data.
 */
public record Select(String output, int count, View data, View index) implements Node {
  @Override
  public List<String> sources() {
    return List.of(data.source(), index.source());
  }
}
