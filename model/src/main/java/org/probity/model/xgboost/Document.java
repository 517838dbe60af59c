package org.probity.model.xgboost;

import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;

/**
 * A value of a JSON or UBJSON document. {@code path} is where it stands, for messages. Arrays of
 * numbers are kept flat; numbers are integers up to 2^53 or float32.
 */
sealed interface Document {
  /** Where it stands in the file, as in {@code learner.objective}. */
  Place path();

  record Fields(Place path, Map<String, Document> byName) implements Document {
    /** A field that has to be there. */
    Document get(String name) throws ModelException {
      Document field = byName.get(name);
      if (field == null) {
        throw Documents.error(path.field(name), "is missing");
      }
      return field;
    }

    boolean has(String name) {
      return byName.containsKey(name);
    }

    Fields fields(String name) throws ModelException {
      if (get(name) instanceof Fields fields) {
        return fields;
      }
      throw Documents.error(path.field(name), "should be an object");
    }

    List<Document> list(String name) throws ModelException {
      return switch (get(name)) {
        case Items items -> items.items();
        case Numbers n when n.values().length == 0 -> List.of();
        case Document _ -> throw Documents.error(path.field(name), "should be an array");
      };
    }

    double[] numbers(String name) throws ModelException {
      return switch (get(name)) {
        case Numbers n -> n.values();
        case Items items when items.items().isEmpty() -> new double[0];
        case Document _ -> throw Documents.error(path.field(name), "should be an array of numbers");
      };
    }

    /** Integers of 32 bits. */
    int[] integers(String name) throws ModelException {
      double[] numbers = numbers(name);
      int[] integers = new int[numbers.length];
      for (int i = 0; i < integers.length; i++) {
        integers[i] = (int) numbers[i];
        if (integers[i] != numbers[i]) {
          throw Documents.error(path.field(name), "should have integers of 32 bits only");
        }
      }
      return integers;
    }

    String text(String name) throws ModelException {
      if (get(name) instanceof Text t) {
        return t.value();
      }
      throw Documents.error(path.field(name), "should be text");
    }

    /** An integer that is written as text, which XGBoost does with its parameters. */
    int integerText(String name) throws ModelException {
      try {
        return Integer.parseInt(text(name));
      } catch (NumberFormatException e) {
        throw new ModelException(
            Documents.message(path.field(name), "should be the text of an integer"), e);
      }
    }

    int integerText(String name, int otherwise) throws ModelException {
      return has(name) ? integerText(name) : otherwise;
    }
  }

  record Items(Place path, List<Document> items) implements Document {}

  /** An array of numbers or truth values; not to be modified. */
  record Numbers(Place path, double[] values) implements Document {}

  record Text(Place path, String value) implements Document {}

  /** A number or a truth value. */
  record Scalar(Place path, double value) implements Document {}

  record Null(Place path) implements Document {}
}
