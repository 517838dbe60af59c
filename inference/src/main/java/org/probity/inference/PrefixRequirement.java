package org.probity.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;

/**
 * Asks that the input ports of a proven part hold what the public prefix gives for known inputs of
 * the original model. The prefix is run again, which takes as long as the original does.
 *
 * @param prefix of the model key
 * @param items quantised inputs of the original model, by name of the port, for each item
 * @param receipts of committed ports
 */
public record PrefixRequirement(
    PublicPrefix prefix, List<Map<String, int[]>> items, List<Receipt> receipts)
    implements Requirement {
  public PrefixRequirement {
    items = List.copyOf(items);
    receipts = List.copyOf(receipts);
  }

  /** With public ports only. */
  public PrefixRequirement(PublicPrefix prefix, List<Map<String, int[]>> items) {
    this(prefix, items, List.of());
  }

  @Override
  public String name() {
    return Check.PREFIX;
  }

  @Override
  public List<Check> check(ModelKey key, Statement statement) {
    return List.of(
        Check.of(
            Check.PREFIX,
            prefix.fault(key).or(() -> values(statement)),
            "run again on the original input, it gives what the certificate starts from"));
  }

  private Optional<String> values(Statement statement) {
    if (items.size() != statement.count()) {
      return Optional.of(
          "the certificate is about %d inferences, but %d original inputs are given"
              .formatted(statement.count(), items.size()));
    }
    Map<String, int[]> expected;
    try {
      expected = prefix.run(items);
    } catch (IllegalArgumentException e) {
      return Optional.of("the prefix cannot be run on the original input: " + e.getMessage());
    }
    return statement.ports().stream()
        .filter(p -> p.role() == PortClaim.Role.INPUT)
        .map(p -> fault(p, statement, expected.get(p.name())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> fault(PortClaim port, Statement statement, int[] expected) {
    int size = expected.length / statement.count();
    for (int i = 0; i < statement.count(); i++) {
      int[] wanted = Arrays.copyOfRange(expected, i * size, (i + 1) * size);
      int[] found;
      switch (port.visibility()) {
        case PUBLIC ->
            found = Arrays.copyOfRange(port.values().orElseThrow(), i * size, (i + 1) * size);
        case COMMITTED -> {
          Optional<Receipt> receipt = receipt(port, i, statement);
          if (receipt.isEmpty()) {
            return Optional.of(
                "port '%s' is committed: its receipt is needed to compare%s"
                    .formatted(port.name(), place(statement, i)));
          }
          found = receipt.get().values();
        }
        default -> {
          return Optional.of(
              "port '%s' is hidden: nobody can tell whether it comes from the prefix"
                  .formatted(port.name()));
        }
      }
      if (!Arrays.equals(wanted, found)) {
        return Optional.of(
            "port '%s' does not hold what the prefix gives for the original input%s"
                .formatted(port.name(), place(statement, i)));
      }
    }
    return Optional.empty();
  }

  private Optional<Receipt> receipt(PortClaim port, int item, Statement statement) {
    return receipts.stream()
        .filter(r -> r.item() == item && r.port().equals(port.name()) && r.opens(statement))
        .findFirst();
  }

  private static String place(Statement statement, int item) {
    return statement.count() == 1 ? "" : " of item " + (item + 1);
  }

  @Override
  public String toString() {
    return "PrefixRequirement[" + prefix + "]";
  }
}
