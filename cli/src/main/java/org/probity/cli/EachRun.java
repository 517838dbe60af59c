package org.probity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.probity.api.ProbityFiles;
import org.probity.api.file.ModelFolder;
import org.probity.api.file.OutputFiles;
import org.probity.api.input.BadInputException;
import org.probity.argument.commitment.Coins;
import org.probity.inference.Expectations;
import org.probity.inference.Proven;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.InvalidFileException;

/**
 * A certificate for each item, in one folder. An item is finished when its certificate is there,
 * which is written after its receipts; the journal is written before all. A later run with the same
 * journal keeps what is finished, once it has checked it, and proves the rest.
 */
final class EachRun {
  static final String JOURNAL = "probity.journal";
  private static final String REMEDY = "; use another folder";

  private final Path folder;
  private final ProofSetting setting;
  private final List<Item> items;
  private final Set<String> finished = new HashSet<>();

  private EachRun(Path folder, ProofSetting setting, List<Item> items) {
    this.folder = folder;
    this.setting = setting;
    this.items = items;
  }

  /**
   * Begins, or goes on where an earlier run has stopped.
   *
   * @param folder that exists and that nobody else writes to
   * @throws BadInputException if the folder holds anything else than the results of such a run
   */
  static EachRun begin(Path folder, ProofSetting setting, List<Item> items)
      throws IOException, InvalidFileException {
    EachRun run = new EachRun(folder, setting, items);
    Path file = folder.resolve(JOURNAL);
    Journal journal;
    if (Files.exists(file)) {
      Journal before = ModelFolder.read(file, Journal.MAX_FILE, Journal::decode);
      journal = Journal.of(setting, items, before.salt());
      Optional<String> difference = before.difference(journal);
      if (difference.isPresent()) {
        throw new BadInputException(folder + ": " + difference.get() + REMEDY);
      }
      for (Item item : items) {
        if (Files.exists(run.certificate(item))) {
          run.check(item);
          run.finished.add(item.name());
        }
      }
    } else {
      requireEmpty(folder);
      journal = Journal.of(setting, items, Coins.freshSeed());
    }
    OutputFiles.writeSecret(file, journal.encode());
    return run;
  }

  /** But for hidden files, such as what an interruption has left of the journal itself. */
  private static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(new ModelFolder(folder).keyFile())) {
      throw new BadInputException(folder + ": is the folder of a registered model" + REMEDY);
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.anyMatch(file -> !file.getFileName().toString().startsWith("."))) {
        throw new BadInputException(
            folder + ": is not empty, and no journal says what is in it" + REMEDY);
      }
    }
  }

  /** Items that are still to be proven; the certificates of the others are kept. */
  List<Item> open() {
    return items.stream().filter(item -> !finished.contains(item.name())).toList();
  }

  /** Proves one item and writes its files. */
  Proven prove(Item item) throws Exception {
    Proven proven = setting.prove(List.of(item));
    // The certificate last: a committed value without its receipt would be lost.
    List<OutputFiles.Content> files = new ArrayList<>();
    for (Receipt receipt : proven.receipts()) {
      Path file = receipt(item, receipt.port());
      files.add(new OutputFiles.Content(file, receipt.encode(), true));
    }
    files.add(new OutputFiles.Content(certificate(item), proven.certificate().encode(), false));
    OutputFiles.writeAll(files);
    return proven;
  }

  /** The file of an item's certificate. */
  Path certificate(Item item) {
    return folder.resolve(item.name() + ".json");
  }

  /** The file of the receipt for a port of an item. */
  Path receipt(Item item, String port) {
    return FileNames.receipt(folder.resolve(item.name()), setting.committed(), port);
  }

  /** That a certificate from before is one that this run would have written. */
  private void check(Item item) throws IOException, InvalidFileException {
    Path file = certificate(item);
    Certificate certificate = ProbityFiles.readCertificate(file);
    Optional<String> fault =
        Verifier.verify(setting.key(), certificate, Expectations.context(setting.context()))
            .reason()
            .or(() -> fault(item, certificate.statement()));
    if (fault.isPresent()) {
      throw new BadInputException(
          file + ": is not what this run would have written: " + fault.get() + REMEDY);
    }
    for (String port : setting.committed()) {
      Receipt receipt = ProbityFiles.readReceipt(receipt(item, port));
      Optional<String> refusal = receipt.refusal(certificate.statement());
      int[] values = item.values().get(port);
      if (refusal.isEmpty() && values != null && !Arrays.equals(values, receipt.values())) {
        refusal = Optional.of("it is of other values");
      }
      Receipt shared = item.shared().get(port);
      if (refusal.isEmpty() && shared != null) {
        refusal =
            shared
                .reissued(port, receipt.role(), 0)
                .refusal(certificate.statement())
                .map(_ -> "it does not have the shared commitment");
      }
      if (refusal.isPresent()) {
        throw new BadInputException(
            receipt(item, port) + ": does not go with " + file + ": " + refusal.get() + REMEDY);
      }
    }
  }

  /** What the journal cannot say of a certificate: that it is this item's. */
  private Optional<String> fault(Item item, Statement statement) {
    if (statement.count() != 1 || !statement.labels().equals(item.labels())) {
      return Optional.of("it is of another item");
    }
    for (PortClaim claim : statement.ports()) {
      if (claim.visibility() != setting.visibilities().get(claim.name())) {
        return Optional.of("port '" + claim.name() + "' is " + claim.visibility().label());
      }
      int[] values = item.values().get(claim.name());
      if (claim.role() == PortClaim.Role.INPUT
          && claim.values().filter(v -> !Arrays.equals(v, values)).isPresent()) {
        return Optional.of("it shows other values of port '" + claim.name() + "'");
      }
    }
    return Optional.empty();
  }
}
