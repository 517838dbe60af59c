package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.inference.comparison.KeyComparison;
import org.probity.inference.comparison.KeyComparison.Difference;
import org.probity.inference.key.ModelKey;
import org.probity.inference.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity keys compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Shows what has changed between two versions of a model, as far as their keys tell, and"
            + " their fidelity files beside them. Exit code 0: the same key, 1: different.")
final class KeysCompareCommand implements Callable<Integer> {
  private static final int SHOWN = 40;

  @Parameters(paramLabel = "FIRST", description = "A model key.")
  private Path first;

  @Parameters(paramLabel = "SECOND", description = "Another one.")
  private Path second;

  @Option(names = "--all", description = "List every difference, not the first " + SHOWN + " only.")
  private boolean all;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    ModelKey a = ProbityFiles.readKey(first);
    ModelKey b = ProbityFiles.readKey(second);
    KeyComparison comparison = KeyComparison.of(a, b);
    List<Difference> fidelity =
        comparison.same() ? List.of() : FidelityFacts.differences(first, second);
    output.line(comparison.same() ? "The same key." : "Different keys.");
    output.line("  first    " + a.modelId());
    output.line("  second   " + b.modelId());
    lines("Differences", comparison.differences());
    lines("Fidelity to the original", fidelity);
    output.line("What follows");
    comparison.conclusions().forEach(text -> output.line("  " + text));
    ObjectNode object = Output.newObject().put("same", comparison.same());
    object.put("first", a.modelId()).put("second", b.modelId());
    object.set("differences", array(comparison.differences()));
    object.set("fidelity", array(fidelity));
    comparison.conclusions().forEach(object.withArray("conclusions")::add);
    output.object(object);
    return comparison.same() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private void lines(String title, List<Difference> differences) {
    if (differences.isEmpty()) {
      return;
    }
    output.line(title);
    int shown = all ? differences.size() : Math.min(SHOWN, differences.size());
    for (Difference difference : differences.subList(0, shown)) {
      output.line("  " + Printable.line(difference.fact()));
      output.line("    first   " + text(difference.first()));
      output.line("    second  " + text(difference.second()));
    }
    if (shown < differences.size()) {
      output.line("  ... and %d more (--all)".formatted(differences.size() - shown));
    }
  }

  private static String text(Optional<String> fact) {
    return Printable.line(fact.orElse("-"));
  }

  private static ArrayNode array(List<Difference> differences) {
    ArrayNode array = Output.newObject().arrayNode();
    for (Difference difference : differences) {
      ObjectNode node = array.addObject().put("fact", difference.fact());
      difference.first().ifPresent(text -> node.put("first", text));
      difference.second().ifPresent(text -> node.put("second", text));
    }
    return array;
  }
}
