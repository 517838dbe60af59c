package org.probity.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.probity.api.input.BadInputException;

/** Names of files for items and ports, whose own names may hold anything. */
final class FileNames {
  /** File systems take 255 bytes; port and ending need the rest. */
  private static final int MAX_ITEM = 160;

  private FileNames() {}

  /**
   * A name for each item, all different, also where case does not count: its label, in which every
   * byte but letters, digits, hyphens and underscores is written as a percent sign and two digits;
   * or its number, from 000001.
   *
   * @param labels one for each item, or none
   */
  static List<String> ofItems(List<String> labels, int count) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String name =
          labels.isEmpty() ? String.format(Locale.ROOT, "%06d", i + 1) : escaped(labels.get(i));
      if (name.length() > MAX_ITEM) {
        throw new BadInputException("label " + (i + 1) + " is too long for the name of a file");
      }
      Integer other = seen.put(name.toLowerCase(Locale.ROOT), i);
      if (other != null) {
        throw new BadInputException(
            "labels %d and %d differ by no more than case; files cannot be named by them"
                .formatted(other + 1, i + 1));
      }
      names.add(name);
    }
    return names;
  }

  private static String escaped(String label) {
    StringBuilder name = new StringBuilder();
    for (byte b : label.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      name.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02x", (int) c));
    }
    return name.toString();
  }

  /**
   * The file of the receipt for a port: {@code prefix.port.receipt}, where letters, digits, hyphens
   * and underscores of the port's name stay as they are, everything else is an underscore, and a
   * number follows where an earlier port has the same.
   *
   * @param ports the committed ports, in the order of the model
   */
  static Path receipt(Path prefix, List<String> ports, String port) {
    String name = plain(port);
    long earlier =
        ports.subList(0, ports.indexOf(port)).stream()
            .filter(p -> plain(p).equalsIgnoreCase(name))
            .count();
    String number = earlier == 0 ? "" : "~" + (earlier + 1);
    return prefix.resolveSibling(prefix.getFileName() + "." + name + number + ".receipt");
  }

  private static String plain(String port) {
    return port.replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
