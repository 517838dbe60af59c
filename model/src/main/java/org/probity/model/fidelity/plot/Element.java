package org.probity.model.fidelity.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML or SVG. Whatever is put into one is escaped when it is written, so no name can
 * become markup; the result is well-formed XML as well as HTML.
 */
public final class Element {
  /** HTML elements without an end tag. */
  private static final Set<String> VOID = Set.of("meta", "link", "br", "hr", "col");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();

  /** Strings and elements, in order. */
  private final List<Object> children = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  public static Element of(String name) {
    return new Element(name);
  }

  /** An element that contains some text. */
  public static Element of(String name, String text) {
    return new Element(name).text(text);
  }

  /** Sets an attribute. */
  public Element with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** Sets an attribute to a length or coordinate. */
  public Element with(String attribute, double value) {
    return with(attribute, Numbers.coordinate(value));
  }

  /** Sets the class. */
  public Element ofClass(String names) {
    return with("class", names);
  }

  /** Appends text. */
  public Element text(String text) {
    children.add(text);
    return this;
  }

  /** Appends elements. */
  public Element add(Element... elements) {
    return add(Arrays.asList(elements));
  }

  /** Appends elements. */
  public Element add(List<Element> elements) {
    children.addAll(elements);
    return this;
  }

  /** The markup. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          escape(value, true, out);
          out.append('"');
        });
    if (VOID.contains(name)) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (Object child : children) {
      if (child instanceof Element e) {
        e.write(out);
      } else {
        escape((String) child, false, out);
      }
    }
    out.append("</").append(name).append('>');
  }

  /**
   * Escapes text. Characters that XML does not allow, and those that steer the direction of writing
   * or cannot be seen, become the replacement character: a name must not pass for another.
   */
  private static void escape(String text, boolean quoted, StringBuilder out) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '"' -> out.append(quoted ? "&quot;" : "\"");
                case '\n' -> out.append('\n');
                default -> out.appendCodePoint(isPrintable(c) ? c : 0xfffd);
              }
            });
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
