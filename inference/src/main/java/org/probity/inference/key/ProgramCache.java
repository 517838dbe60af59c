package org.probity.inference.key;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.CompiledProgram;

/** The programs of one key that were used last. */
final class ProgramCache {
  private static final int SIZE = 8;

  private record Use(Map<String, Visibility> shown, int count) {}

  private final Map<Use, CompiledProgram> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Use, CompiledProgram> eldest) {
          return size() > SIZE;
        }
      };

  synchronized CompiledProgram get(
      Map<String, Visibility> visibilities,
      int count,
      BiFunction<Map<String, Visibility>, Integer, CompiledProgram> compiler) {
    // Ports that are left out are hidden: one program, one entry.
    Map<String, Visibility> shown = new HashMap<>(visibilities);
    shown.values().removeIf(v -> v == Visibility.HIDDEN);
    return programs.computeIfAbsent(
        new Use(Map.copyOf(shown), count), use -> compiler.apply(use.shown(), use.count()));
  }
}
