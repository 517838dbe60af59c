package org.probity.inference.key;

import java.util.ArrayList;
import java.util.List;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.lowering.Plan;
import org.probity.inference.lowering.RequantizeLowering;

/** Plans as a JSON field. */
final class PlanJson {
  private static final String FIELD = "plan";

  private PlanJson() {}

  static void encode(Plan plan, Json.Fields document) {
    List<String> labels = plan.lowerings().stream().map(RequantizeLowering::label).toList();
    Json.Fields fields =
        new Json.Fields()
            .put("rangeBits", plan.rangeBits())
            .put("registrationRangeBits", plan.registrationRangeBits())
            .put("requantize", Json.of(labels));
    document.put(FIELD, fields);
  }

  static Plan decode(Json.Fields document) throws InvalidFileException {
    if (!(document.get(FIELD) instanceof Json.Fields fields)) {
      throw new InvalidFileException("field 'plan' is not an object");
    }
    List<RequantizeLowering> lowerings = new ArrayList<>();
    for (String label : fields.texts("requantize")) {
      lowerings.add(
          RequantizeLowering.ALL.stream()
              .filter(l -> l.label().equals(label))
              .findFirst()
              .orElseThrow(() -> new InvalidFileException("the plan has an unknown lowering")));
    }
    return new Plan(fields.int32("rangeBits"), fields.int32("registrationRangeBits"), lowerings);
  }
}
