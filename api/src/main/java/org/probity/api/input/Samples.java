package org.probity.api.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings tensors from a file to the inputs of a model. */
final class Samples {
  private Samples() {}

  /**
   * One or more samples from one tensor for each input, matched by name. A tensor that holds k
   * times the values of its input is k samples; k is the same for all. Optional inputs may be
   * missing.
   */
  static List<Sample> byName(List<NamedTensor> tensors, List<Slot> slots) {
    Map<String, NamedTensor> named = new HashMap<>();
    for (NamedTensor tensor : tensors) {
      if (named.put(tensor.name(), tensor) != null) {
        throw new BadInputException("input '" + tensor.name() + "' is given twice");
      }
    }
    List<NamedTensor> ordered = new ArrayList<>();
    List<Slot> present = new ArrayList<>();
    for (Slot slot : slots) {
      NamedTensor tensor = named.remove(slot.name());
      if (tensor == null && slot.optional()) {
        continue;
      }
      present.add(slot);
      if (tensor == null) {
        throw new BadInputException("input " + slot + " is missing");
      }
      ordered.add(tensor);
    }
    if (!named.isEmpty()) {
      throw unknown(named.keySet().iterator().next(), slots);
    }
    return inOrder(ordered, present);
  }

  static BadInputException unknown(String name, List<Slot> slots) {
    return new BadInputException(
        "the model has no input '%s'; it takes %s".formatted(name, Slot.display(slots, ", ")));
  }

  /** The same for tensors that stand in the order of the model's inputs. */
  static List<Sample> inOrder(List<NamedTensor> tensors, List<Slot> all) {
    List<Slot> required = all.stream().filter(slot -> !slot.optional()).toList();
    List<Slot> slots = tensors.size() == required.size() ? required : all;
    if (tensors.size() != slots.size()) {
      throw new BadInputException(
          "has %d tensors, but the model takes %d: %s"
              .formatted(tensors.size(), slots.size(), Slot.display(slots, ", ")));
    }
    int count = -1;
    for (int i = 0; i < slots.size(); i++) {
      int samples = count(tensors.get(i), slots.get(i));
      checkKind(tensors.get(i), slots.get(i));
      if (count >= 0 && samples != count) {
        throw new BadInputException(
            "has %d samples of %s but %d of %s"
                .formatted(count, slots.getFirst(), samples, slots.get(i)));
      }
      count = samples;
    }
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(sample(tensors, slots, i));
    }
    return samples;
  }

  private static Sample sample(List<NamedTensor> tensors, List<Slot> slots, int i) {
    Map<String, double[]> values = new HashMap<>();
    Map<String, List<String>> texts = new HashMap<>();
    for (int j = 0; j < slots.size(); j++) {
      Slot slot = slots.get(j);
      NamedTensor tensor = tensors.get(j);
      int from = i * slot.size();
      int to = from + slot.size();
      values.put(slot.name(), Arrays.copyOfRange(tensor.values(), from, to));
      if (slot.kind() == ElementKind.TEXT) {
        texts.put(slot.name(), tensor.texts().subList(from, to));
      }
    }
    return new Sample(values, texts);
  }

  /** Files of arrays do not know what an input takes. */
  private static void checkKind(NamedTensor tensor, Slot slot) {
    if ((slot.kind() == ElementKind.TEXT) == tensor.texts().isEmpty()) {
      throw new BadInputException(
          "input '%s' holds something that is not %s"
              .formatted(slot.name(), slot.kind().expected()));
    }
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      Optional<String> fault = slot.kind().fault(values[i]);
      if (fault.isPresent()) {
        throw new BadInputException(
            "sample %d, input '%s', value %d %s"
                .formatted(i / slot.size() + 1, slot.name(), i % slot.size(), fault.get()));
      }
    }
  }

  /**
   * How many samples of the slot a tensor holds. Its shape may be the slot's, that with a batch
   * dimension in front or in place of a leading 1, or flat with all values of a sample in a row.
   */
  private static int count(NamedTensor tensor, Slot slot) {
    int size = slot.size();
    int held = tensor.values().length;
    if (size == 0 || held == 0 || held % size != 0 || !fits(tensor.shape(), slot, held / size)) {
      throw new BadInputException(
          "input '%s' is of shape %s, but the model takes %s"
              .formatted(slot.name(), Slot.display(tensor.shape()), Slot.display(slot.shape())));
    }
    return held / size;
  }

  private static boolean fits(List<Long> shape, Slot slot, long count) {
    List<Long> expected = slot.shape();
    boolean leadingOne = !expected.isEmpty() && expected.getFirst() == 1;
    return shape.size() <= 1
        || (count == 1 && shape.equals(expected))
        || shape.equals(prepend(count, expected))
        || (leadingOne && shape.equals(prepend(count, expected.subList(1, expected.size()))))
        || shape.equals(List.of(count, (long) slot.size()));
  }

  private static List<Long> prepend(long first, List<Long> rest) {
    List<Long> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}
