package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.graph.Port;
import org.probity.inference.key.ModelKey;
import org.probity.inference.signature.ModelList;
import org.probity.inference.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code probity keys list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Shows model keys and the signatures over them: of files, and of all .key and .sig files in"
            + " a folder and the folders in it.")
final class KeysListCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
  private List<Path> paths;

  @Mixin private Output output;

  private final List<ModelList> lists = new ArrayList<>();
  private final ArrayNode array = Output.newObject().arrayNode();

  /** A model key and where it is. */
  private record Found(Path file, ModelKey key) {}

  @Override
  public Integer call() throws Exception {
    List<Found> keys = new ArrayList<>();
    for (Path file : files()) {
      if (isKey(file)) {
        keys.add(new Found(file, ProbityFiles.readKey(file)));
      } else {
        lists.add(ProbityFiles.readModelList(file));
      }
    }
    keys.forEach(this::show);
    if (keys.isEmpty()) {
      output.line("No model key.");
    } else {
      output.line("Signatures are shown by whom they are; whom you trust is yours to say:");
      output.line("probity keys verify KEY --signature FILE --signer FILE");
    }
    ObjectNode object = Output.newObject();
    object.set("keys", array);
    output.object(object);
    return ExitCode.OK;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      try (Stream<Path> found = Files.walk(path, 2)) {
        found
            .filter(p -> Files.isRegularFile(p) && (isKey(p) || p.toString().endsWith(".sig")))
            .sorted()
            .forEach(files::add);
      } catch (java.io.UncheckedIOException e) {
        throw new BadInputException(path + ": a folder in it cannot be read", e);
      }
    }
    return files;
  }

  private static boolean isKey(Path file) {
    return file.toString().endsWith(".key");
  }

  private void show(Found found) {
    ModelKey key = found.key();
    output.line(Printable.line(found.file().toString()));
    output.line("  model    " + key.modelId());
    ObjectNode object = array.addObject();
    object.put("file", found.file().toString()).put("modelId", key.modelId());
    ArrayNode signatures = object.putArray("signatures");
    for (ModelList list : lists) {
      list.find(key.modelId())
          .ifPresent(
              model -> {
                Optional<String> fault = list.fault(list.signer(), Instant.now());
                output.line("  name     " + Printable.line(model.toString()));
                output.line(
                    "  signed   by %s, valid %s to %s%s"
                        .formatted(
                            list.signer(),
                            list.validity().from(),
                            list.validity().until(),
                            fault.map(reason -> "; DOES NOT HOLD: " + reason).orElse("")));
                ObjectNode signature =
                    signatures
                        .addObject()
                        .put("name", model.name())
                        .put("version", model.version())
                        .put("signer", list.signer().id())
                        .put("from", list.validity().from().toString())
                        .put("until", list.validity().until().toString())
                        .put("holds", fault.isEmpty());
                fault.ifPresent(reason -> signature.put("reason", reason));
              });
    }
    if (signatures.isEmpty()) {
      output.line("  signed   by nobody");
    }
    ports("input", key, key.graph().inputs(), object.putArray("inputs"));
    ports("output", key, key.graph().outputs(), object.putArray("outputs"));
  }

  private void ports(String role, ModelKey key, List<Port> ports, ArrayNode names) {
    for (Port port : ports) {
      output.line("  %-7s  %s".formatted(role, InspectCommand.port(key.graph(), port)));
      names.add(port.name());
    }
  }
}
