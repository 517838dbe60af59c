package org.probity.cli;

import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the JVM's vector module in when it is needed.
 *
 * <p>{@code --add-modules jdk.incubator.vector} does the same for the whole run, but prints a
 * notice at every start, costs a tenth of a second even for {@code --help}, and keeps the JVM from
 * using its start-up cache. The jar's manifest opens the JDK's own loader of modules to this class
 * instead.
 */
public final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";
  private static final Logger LOG = LoggerFactory.getLogger(VectorModule.class);

  private VectorModule() {}

  /** Without the module everything works, but slowly: that is worth a line in the log. */
  public static void load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
    } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
      LOG.warn("no vector arithmetic, everything will be slow: {}", e.toString());
    } catch (InvocationTargetException e) {
      LOG.warn("no vector arithmetic, everything will be slow: {}", e.getCause().toString());
    }
  }
}
