package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.Verdict;
import org.probity.inference.text.VerdictText;

/** Shows a verdict. Text from the certificate is cleaned of control characters. */
record VerdictView(Verdict verdict) {
  /** Why the certificate is rejected, if it is. */
  Optional<String> headline() {
    return new VerdictText(verdict).headline();
  }

  /** A line for each check, in columns. */
  List<String> lines() {
    return new VerdictText(verdict).lines();
  }

  /** The same for machines. */
  ObjectNode object() {
    ObjectNode object = Output.newObject();
    object.put("verdict", verdict.accepted() ? "verified" : "rejected");
    verdict.reason().ifPresent(reason -> object.put("reason", reason));
    object.set("checks", array(verdict.checks()));
    return object;
  }

  /** Checks for machines. */
  static ArrayNode array(List<Check> checks) {
    ArrayNode array = Output.newObject().arrayNode();
    for (Check check : checks) {
      array
          .addObject()
          .put("name", check.name())
          .put("outcome", check.outcome().label())
          .put("detail", check.detail());
    }
    return array;
  }
}
