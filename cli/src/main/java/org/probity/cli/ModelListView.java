package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.text.Printable;

/** Shows what a signed model list says. */
record ModelListView(ModelList list) {
  /** Lines for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("  signer   " + list.signer());
    lines.add("  valid    %s to %s".formatted(list.validity().from(), list.validity().until()));
    for (Endorsement model : list.models()) {
      lines.add("  model    %s  %s".formatted(model.model(), Printable.line(model.toString())));
    }
    return lines;
  }

  /** The same for machines. */
  ObjectNode object() {
    ObjectNode object = Output.newObject();
    object.put("signer", list.signer().id());
    object.put("from", list.validity().from().toString());
    object.put("until", list.validity().until().toString());
    ArrayNode models = object.putArray("models");
    for (Endorsement model : list.models()) {
      models
          .addObject()
          .put("model", model.model())
          .put("name", model.name())
          .put("version", model.version());
    }
    return object;
  }
}
