package org.probity.cli;

import java.util.List;
import java.util.Map;
import org.probity.inference.certificate.Receipt;

/**
 * One inference that is to be proven.
 *
 * @param name of its files
 * @param labels its public label, or none
 * @param values what the model reads, by name of the input
 * @param texts of inputs of texts, the texts
 * @param shared receipts whose commitments it is to have, by name of the port
 */
record Item(
    String name,
    List<String> labels,
    Map<String, int[]> values,
    Map<String, List<String>> texts,
    Map<String, Receipt> shared) {
  /** Without the values: they may be secret. */
  @Override
  public String toString() {
    return "Item " + name;
  }
}
