package org.probity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private static final String JOURNAL = "probity.journal";
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
   * @throws BadInputException if the folder holds anything else than the results of such a run
   */
  static EachRun begin(Path folder, ProofSetting setting, List<Item> items)
      throws IOException, InvalidFileException {
    EachRun run = new EachRun(folder, setting, items);
    OutputFiles.makeFolder(folder);
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
      journal = Journal.of(setting, items, Coins.freshSeed());
      for (Item item : items) {
        if (Files.exists(run.certificate(item))) {
          throw new BadInputException(
              run.certificate(item) + ": exists, and no journal says what it is" + REMEDY);
        }
      }
    }
    OutputFiles.writeSecret(file, journal.encode());
    return run;
  }

  /** Items that are still to be proven; the certificates of the others are kept. */
  List<Item> open() {
    return items.stream().filter(item -> !finished.contains(item.name())).toList();
  }

  /** Proves one item and writes its files. */
  Proven prove(Item item) throws Exception {
    Proven proven = setting.prove(List.of(item));
    // Before the certificate: a committed value without its receipt would be lost.
    for (Receipt receipt : proven.receipts()) {
      ProbityFiles.write(receipt(item, receipt.port()), receipt);
    }
    ProbityFiles.write(certificate(item), proven.certificate());
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
