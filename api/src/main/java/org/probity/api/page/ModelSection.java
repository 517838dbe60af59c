package org.probity.api.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.model.fidelity.plot.Element;

/** Which model, which version, which part of it. */
final class ModelSection {
  private ModelSection() {}

  /** What nobody may overlook: that only a part of the model is proven. */
  static List<Element> label(Statement statement) {
    return statement
        .origin()
        .flatMap(ModelSection::unproven)
        .map(what -> List.of(Banner.of("unchecked", "Partly unproven", what)))
        .orElse(List.of());
  }

  private static Optional<String> unproven(Origin origin) {
    List<String> parts = new ArrayList<>();
    if (origin.prefix() instanceof Prefix.Unproven) {
      parts.add("Where its inputs come from is not shown.");
    }
    if (!origin.to().isEmpty()) {
      parts.add("What becomes of its results is not shown.");
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("Only a part of a larger model is proven. " + String.join(" ", parts));
  }

  static Element of(Statement statement, Optional<ModelName> name) {
    Element facts = Html.facts();
    name.ifPresent(
        n ->
            facts
                .add(Html.fact("Name", Html.quote(n.name())))
                .add(Html.fact("Version", Html.quote(n.version())))
                .add(Html.fact("Signed by", Html.quote(n.signer()))));
    facts.add(Html.fact("Model id", Html.quote(statement.modelId())));
    Element section = Html.section("Which model");
    if (name.isEmpty()) {
      section.add(
          Html.paragraph(
              "No signature with a name and a version was given; the model is known by its id"
                  + " only."));
    }
    section.add(facts);
    statement.origin().ifPresent(origin -> section.add(part(origin)));
    return section;
  }

  private static List<Element> part(Origin origin) {
    Element facts =
        Html.facts()
            .add(Html.fact("Made from a file with the sealed digest", Html.quote(origin.file())))
            .add(Html.fact("The proven part begins at", names(origin.from(), "the file's inputs")))
            .add(Html.fact("It ends at", names(origin.to(), "the file's outputs")));
    return switch (origin.prefix()) {
      case Prefix.None _, Prefix.Unproven _ -> List.of(facts);
      case Prefix.Public(String digest) ->
          List.of(
              facts,
              Element.of("p", "What comes before is the public model ")
                  .add(Html.quote(digest))
                  .text(
                      ". Anybody can run it, and see that it gives the inputs of this certificate;"
                          + " the certificate itself does not show that."));
    };
  }

  private static Element names(List<String> names, String none) {
    return names.isEmpty() ? Element.of("span", none) : Element.of("span").add(Html.quotes(names));
  }
}
