package org.probity.inference.key;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.CompiledProgram;

/** The programs of one key that were used last. */
final class ProgramCache {
  private static final int SIZE = 8;

  private final Map<Map<String, Visibility>, CompiledProgram> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Map<String, Visibility>, CompiledProgram> eldest) {
          return size() > SIZE;
        }
      };

  synchronized CompiledProgram get(
      Map<String, Visibility> visibilities,
      Function<Map<String, Visibility>, CompiledProgram> compiler) {
    // Ports that are left out are hidden: one program, one entry.
    Map<String, Visibility> shown = new HashMap<>(visibilities);
    shown.values().removeIf(v -> v == Visibility.HIDDEN);
    return programs.computeIfAbsent(Map.copyOf(shown), compiler);
  }
}
