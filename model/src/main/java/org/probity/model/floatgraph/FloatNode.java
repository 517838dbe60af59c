package org.probity.model.floatgraph;

import java.util.List;
import org.probity.model.graph.Activation;

/** One step of a float graph on flat vectors. Each node defines exactly one tensor. */
public sealed interface FloatNode {
  /** The tensor this node defines. */
  String output();

  /** The tensors it reads. */
  List<String> inputs();

  /** The number of entries of the output, given those of the first input. */
  int outputSize(int inputSize);

  /** {@code out[n] = sum_k input[k] * weight[k,n] + bias[n]}. */
  record Dense(String output, String input, Matrix weight, double[] bias) implements FloatNode {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public int outputSize(int inputSize) {
      return weight.columns();
    }

    @Override
    public String toString() {
      return "Dense[" + output + ", " + input + ", " + weight + "]";
    }
  }

  /** {@code out[n] = input[n] * scale[n] + bias[n]}. */
  record Scale(String output, String input, double[] scale, double[] bias) implements FloatNode {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public int outputSize(int inputSize) {
      return inputSize;
    }

    @Override
    public String toString() {
      return "Scale[" + output + ", " + input + "]";
    }
  }

  /** {@code out = sum_i sign_i * tensor_i}, element-wise; signs are 1 or -1. */
  record Combine(String output, List<Term> terms) implements FloatNode {
    public Combine {
      terms = List.copyOf(terms);
    }

    /** One signed operand. */
    public record Term(String tensor, int sign) {}

    @Override
    public List<String> inputs() {
      return terms.stream().map(Term::tensor).toList();
    }

    @Override
    public int outputSize(int inputSize) {
      return inputSize;
    }
  }

  /** {@code out[n] = activation(input[n])}. */
  record Apply(String output, String input, Activation activation) implements FloatNode {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public int outputSize(int inputSize) {
      return inputSize;
    }
  }

  /** The index of the largest entry; among equals the smallest, or the largest if lastIndex. */
  record ArgMax(String output, String input, boolean lastIndex) implements FloatNode {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public int outputSize(int inputSize) {
      return 1;
    }
  }

  /** Softmax over all entries. */
  record Softmax(String output, String input) implements FloatNode {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public int outputSize(int inputSize) {
      return inputSize;
    }
  }
}
