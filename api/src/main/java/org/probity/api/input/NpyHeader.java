package org.probity.api.input;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file: a Python dictionary with exactly the keys descr, fortran_order
 * and shape, as numpy writes it (numpy.lib.format).
 */
record NpyHeader(String descriptor, boolean columnMajor, List<Long> shape) {
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{ *'descr' *: *'(?<descr>[^']{1,8})' *, *'fortran_order' *: *(?<order>True|False) *, *"
              + "'shape' *: *\\((?<shape>[0-9, ]{0,400})\\) *,? *\\} *\\n?");
  private static final Pattern DIMENSIONS = Pattern.compile("(\\d{1,15})( *, *(\\d{1,15}))*( *,)?");

  static NpyHeader parse(String text) {
    Matcher match = DICTIONARY.matcher(text);
    if (!match.matches()) {
      throw new BadInputException("is not an array of plain numbers in numpy's format");
    }
    return new NpyHeader(
        match.group("descr"),
        match.group("order").equals("True"),
        shape(match.group("shape").strip()));
  }

  private static List<Long> shape(String text) {
    List<Long> shape = new ArrayList<>();
    if (!text.isEmpty()) {
      if (!DIMENSIONS.matcher(text).matches()) {
        throw new BadInputException("has a malformed shape");
      }
      for (String dimension : text.split(",", -1)) {
        if (!dimension.isBlank()) {
          shape.add(Long.parseLong(dimension.strip()));
        }
      }
    }
    return shape;
  }
}
