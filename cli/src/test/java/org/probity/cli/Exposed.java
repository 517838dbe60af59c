package org.probity.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader of a file or of printed text can make of it: bytes in several codes, numbers. */
final class Exposed {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){4,}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,3})?");

  /** Of what is printed, the fifth digit may be rounded. */
  private static final double ROUNDING = 1e-4;

  /** Each a string of bytes, one a character. */
  private final List<String> forms = new ArrayList<>();

  private final double[] numbers;

  Exposed(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    forms.add(text);
    for (Matcher m = BASE64.matcher(text); m.find(); ) {
      String digits = m.group().replace("=", "");
      if (digits.length() % 4 != 1) {
        add(Base64.getDecoder().decode(digits));
      }
    }
    for (Matcher m = HEX.matcher(text); m.find(); ) {
      add(HexFormat.of().parseHex(m.group()));
    }
    numbers =
        NUMBER.matcher(text).results().mapToDouble(r -> Double.parseDouble(r.group())).toArray();
  }

  private void add(byte[] bytes) {
    forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  boolean shows(Leak leak) {
    for (byte[] bytes : leak.bytes()) {
      String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
      if (forms.stream().anyMatch(form -> form.contains(wanted))) {
        return true;
      }
    }
    return leak.numbers().length > 0 && showsNumbers(leak.numbers());
  }

  private boolean showsNumbers(double[] run) {
    for (int from = 0; from + run.length <= numbers.length; from++) {
      int same = 0;
      while (same < run.length && close(numbers[from + same], run[same])) {
        same++;
      }
      if (same == run.length) {
        return true;
      }
    }
    return false;
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) <= ROUNDING * Math.abs(b);
  }
}
