package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.file.ModelFolder;
import org.probity.api.file.OutputFiles;
import org.probity.api.file.OutputLock;
import org.probity.api.input.BadInputException;
import org.probity.inference.Proven;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.key.ModelKey;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity prove}. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description =
        "Runs a registered model on an input, or on many, and certifies what it gave. Receipts for"
            + " committed ports are written beside the certificate.")
final class ProveCommand implements Callable<Integer> {
  private static final int SHOWN_RECEIPTS = 4;

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the registered model.")
  private Path folder;

  @Parameters(
      index = "1",
      paramLabel = "INPUT",
      arity = "0..1",
      description =
          "The input: .json, .csv, .npy or .npz. Not needed if receipts are shared for all inputs.")
  private Path input;

  @Option(
      names = {"-o", "--output-file"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write the certificate; with --each the folder of certificates.")
  private Path target;

  @Option(
      names = "--context",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Text the certificate is bound to, such as a challenge of the verifier.")
  private String context;

  @Mixin private VisibilityChoice visibility;

  @Mixin private ShareChoice sharing;

  @ArgGroup private Which which = new Which();

  /** Which samples of the file, and into how many certificates. */
  private static final class Which {
    @Option(
        names = "--row",
        paramLabel = "N",
        description = "Take only this sample of the input file, counted from 1.")
    private Integer row;

    @Option(names = "--batch", description = "Take all samples, for one certificate.")
    private boolean batch;

    @Option(
        names = "--each",
        description =
            "Take all samples, for a certificate each. After an interruption the same command goes"
                + " on where it has stopped.")
    private boolean each;
  }

  @Option(
      names = "--labels",
      paramLabel = "COLUMN",
      description =
          "Column of a .csv file that names the samples, such as case numbers. Labels stand in the"
              + " certificates and name files.")
  private String labels;

  @Mixin private MemoryChoice memory;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    ModelFolder model = new ModelFolder(folder);
    ModelKey key = model.key();
    if (!which.each) {
      OutputFiles.checkTarget(target, "probity certificate");
    }
    ProofSetting setting =
        new ProofSetting(
            key,
            model.secret(),
            visibility.of(key, sharing.ports().keySet()),
            context.getBytes(StandardCharsets.UTF_8));
    List<Item> items =
        ItemReader.read(
            key,
            model.entrance(key),
            Optional.ofNullable(input),
            Optional.ofNullable(labels),
            Optional.ofNullable(which.row),
            sharing);
    if (which.each) {
      memory.requireProof(key, setting.visibilities(), 1);
      proveEach(setting, items);
      return ExitCode.OK;
    }
    if (items.size() > 1 && !which.batch) {
      throw new BadInputException(
          "%s: has %d samples where one is wanted; --row takes one, --batch and --each take all"
              .formatted(input, items.size()));
    }
    memory.requireProof(key, setting.visibilities(), items.size());
    proveTogether(setting, items);
    return ExitCode.OK;
  }

  private void proveTogether(ProofSetting setting, List<Item> items) throws Exception {
    ReceiptPlaces places = new ReceiptPlaces(target, which.batch, items, setting.committed());
    try (OutputLock _ = OutputLock.of(target)) {
      places.prepare();
      var proven = output.timed("Proving", () -> setting.prove(items));
      byte[] encoded = proven.value().certificate().encode();
      // The certificate last: a committed value without its receipt would be lost.
      List<OutputFiles.Content> files = new ArrayList<>();
      for (Receipt receipt : proven.value().receipts()) {
        files.add(new OutputFiles.Content(places.of(receipt), receipt.encode(), true));
      }
      List<Path> receipts = files.stream().map(OutputFiles.Content::file).toList();
      files.add(new OutputFiles.Content(target, encoded, false));
      OutputFiles.writeAll(files);
      report(proven, encoded.length, receipts);
    }
  }

  private void report(Output.Timed<Proven> proven, int bytes, List<Path> receipts) {
    StatementView view = new StatementView(proven.value().certificate().statement());
    output.line(
        "Proven in %s: %s (%s)".formatted(Units.time(proven.seconds()), target, Units.size(bytes)));
    view.lines().forEach(output::line);
    if (which.batch && !receipts.isEmpty()) {
      output.line(
          "  receipts %s (%d, each for whom it is about; keep them to yourself)"
              .formatted(receipts.getFirst().getParent(), receipts.size()));
    } else if (receipts.size() > SHOWN_RECEIPTS) {
      output.line(
          "  receipts %s.*.receipt (%d, keep them to yourself)".formatted(target, receipts.size()));
    } else {
      receipts.forEach(file -> output.line("  receipt  " + file + " (keep it to yourself)"));
    }
    ObjectNode object = Output.newObject();
    object.put("certificate", target.toString());
    object.put("bytes", bytes);
    object.put("proofBytes", proven.value().certificate().proofSize());
    object.put("seconds", proven.seconds());
    object.set("statement", view.object());
    receipts.forEach(file -> object.withArray("receipts").add(file.toString()));
    output.object(object);
  }

  private void proveEach(ProofSetting setting, List<Item> items) throws Exception {
    OutputFiles.makeFolder(target);
    try (OutputLock _ = OutputLock.of(target.resolve(EachRun.JOURNAL))) {
      proveEach(setting, items, EachRun.begin(target, setting, items));
    }
  }

  private void proveEach(ProofSetting setting, List<Item> items, EachRun run) throws Exception {
    List<Item> open = run.open();
    var done =
        output.timed(
            "Proving",
            () -> {
              for (Item item : open) {
                run.prove(item);
              }
              return open.size();
            });
    int kept = items.size() - done.value();
    output.line(
        "Proven in %s: %d certificates in %s%s"
            .formatted(
                Units.time(done.seconds()),
                done.value(),
                target,
                kept == 0 ? "" : ", and " + kept + " kept from before"));
    if (!setting.committed().isEmpty()) {
      output.line("  receipts beside them, each for whom it is about (keep them to yourself)");
    }
    ObjectNode object = Output.newObject();
    object.put("folder", target.toString());
    object.put("proven", done.value());
    object.put("kept", kept);
    object.put("seconds", done.seconds());
    for (Item item : items) {
      ObjectNode entry = object.withArray("items").addObject();
      entry.put("certificate", run.certificate(item).toString());
      for (String port : setting.committed()) {
        entry.withArray("receipts").add(run.receipt(item, port).toString());
      }
    }
    output.object(object);
  }
}
