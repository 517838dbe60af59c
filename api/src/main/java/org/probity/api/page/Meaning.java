package org.probity.api.page;

import java.util.ArrayList;
import java.util.List;
import org.probity.inference.certificate.PortClaim.Role;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.model.fidelity.plot.Element;

/** What a statement says and what it does not, in words; docs/disclosure.md in short. */
record Meaning(Statement statement) {
  /** What the certificate shows of the ports, group by group. */
  Element shown() {
    Ports ports = new Ports(statement);
    Element list = Element.of("ul");
    for (Role role : Role.values()) {
      for (Visibility visibility : Visibility.values()) {
        List<String> names = ports.names(role, visibility);
        if (!names.isEmpty()) {
          list.add(
              Element.of("li")
                  .add(Element.of("strong", label(role, names.size()) + " "))
                  .add(Html.quotes(names))
                  .text(": " + sentence(role, visibility)));
        }
      }
    }
    return list;
  }

  private static String label(Role role, int number) {
    String one = role == Role.INPUT ? "Input" : "Result";
    return number == 1 ? one : one + "s";
  }

  private static String sentence(Role role, Visibility visibility) {
    return switch (role) {
      case INPUT ->
          switch (visibility) {
            case PUBLIC -> "shown below. The results are those for exactly these values.";
            case COMMITTED ->
                "sealed. The certificate fixes the values without showing them; who has the receipt"
                    + " can see what they are, and that the results are those for exactly these"
                    + " values.";
            case HIDDEN ->
                "hidden. The certificate shows only that whoever made it knows values for which the"
                    + " results hold; it does not show what they are or whose.";
          };
      case OUTPUT ->
          switch (visibility) {
            case PUBLIC -> "shown below. This is exactly what the model gives.";
            case COMMITTED ->
                "sealed. What the model gives is fixed, and only who has the receipt can see it.";
            case HIDDEN -> "hidden. Nothing is shown of it.";
          };
    };
  }

  /** What stays hidden whatever the reader does. */
  Element hidden() {
    Ports ports = new Ports(statement);
    Element list =
        Element.of("ul").add(Element.of("li", "How the model weighs things: its weights"));
    for (Role role : Role.values()) {
      List<String> names = new ArrayList<>(ports.names(role, Visibility.HIDDEN));
      if (!names.isEmpty()) {
        list.add(
            Element.of("li", "The values of " + (role == Role.INPUT ? "input " : "result "))
                .add(Html.quotes(names)));
      }
      List<String> sealed = ports.names(role, Visibility.COMMITTED);
      if (!sealed.isEmpty()) {
        list.add(
            Element.of("li", "From everybody without the receipt, the values of ")
                .add(Html.quotes(sealed)));
      }
    }
    return list.add(Element.of("li", "Everything that the model calculates in between"));
  }

  /** What nobody may read into the certificate. */
  Element limits(boolean named) {
    Ports ports = new Ports(statement);
    Element list = Element.of("ul");
    if (statement.origin().filter(o -> o.prefix() instanceof Prefix.Unproven).isPresent()) {
      list.add(
          Html.item(
              "Where the inputs come from.",
              "Only a part of a larger model is proven. What was calculated before it, and"
                  + " from what, is not."));
    }
    if (statement.origin().filter(o -> o.prefix() instanceof Prefix.Public).isPresent()) {
      list.add(
          Html.item(
              "That the inputs are what the public part gives.",
              "Whoever wants to know runs the public part again on the original input, and"
                  + " compares."));
    }
    if (statement.origin().filter(o -> !o.to().isEmpty()).isPresent()) {
      list.add(
          Html.item(
              "What the whole model would decide.",
              "Only its first part is proven. What it makes of these results is not."));
    }
    if (ports.has(Role.INPUT, Visibility.HIDDEN)) {
      list.add(
          Html.item(
              "Whose hidden inputs these are.",
              "Whoever made the certificate has chosen them. Such a result says what the model can"
                  + " give, not that it was given to you or anybody in particular."));
    }
    if (ports.has(Role.INPUT, Visibility.PUBLIC) || ports.has(Role.INPUT, Visibility.COMMITTED)) {
      list.add(
          Html.item(
              "That the inputs are true.", "It shows what was calculated from them, not more."));
    }
    list.add(
        Html.item(
            "That the model is good, fair or lawful.",
            "It shows that this very model was run, whatever it is."));
    list.add(
        Html.item(
            "That this model is the one that must be used.",
            named
                ? "The name and the version are what the signer says. Compare the signer's"
                    + " identifier with one that you have from a source you trust."
                : "Compare the model id with one that you have from a source you trust; anybody can"
                    + " register a model."));
    list.add(
        Html.item(
            "When it was made, and that it was made once.",
            statement.context().length == 0
                ? "It is bound to no context: it can be shown again on any occasion."
                : "It is bound to the context above; what that stands for must be agreed on"
                    + " elsewhere."));
    list.add(
        Html.item(
            "That there is no other.",
            "Another certificate, with another result for other inputs, may exist."));
    list.add(
        Html.item(
            "That the original model would say the same.",
            "Proofs are about a version that calculates with whole numbers. Its owner's fidelity"
                + " report says how close it is."));
    return list;
  }
}
