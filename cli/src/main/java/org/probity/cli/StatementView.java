package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import org.probity.graph.Reading;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.text.StatementText;

/** Shows what a certificate states, to people and to machines. */
record StatementView(Statement statement) {
  /** Lines for people. */
  List<String> lines() {
    return new StatementText(statement).lines();
  }

  /** The same for machines, with all values. */
  ObjectNode object() {
    ObjectNode object = Output.newObject();
    object.put("modelId", statement.modelId());
    object.put("contextHex", HexFormat.of().formatHex(statement.context()));
    new StatementText(statement).contextText().ifPresent(text -> object.put("contextText", text));
    object.put("count", statement.count());
    if (!statement.labels().isEmpty()) {
      statement.labels().forEach(object.putArray("labels")::add);
    }
    statement.origin().ifPresent(origin -> object.set("origin", OriginView.object(origin)));
    ArrayNode ports = object.putArray("ports");
    for (PortClaim port : statement.ports()) {
      ObjectNode node = ports.addObject();
      node.put("name", port.name());
      node.put("role", port.role().label());
      node.put("visibility", port.visibility().label());
      port.content()
          .ifPresent(content -> content.readings().forEach(r -> add(node.withArray("values"), r)));
      port.commitment()
          .ifPresent(c -> node.put("commitment", HexFormat.of().formatHex(c.points())));
    }
    return object;
  }

  /** Numbers as such; what is none, NaN and infinities included, as strings. */
  static void add(ArrayNode values, Reading reading) {
    switch (reading) {
      case Reading.Real(double value) when reading.isNumber() -> values.add(value);
      case Reading.Float64(double value) when reading.isNumber() -> values.add(value);
      case Reading.Float32(float value) when reading.isNumber() -> values.add(value);
      case Reading.Whole(long value) -> values.add(value);
      default -> values.add(reading.toString());
    }
  }
}
