package org.probity.inference.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.argument.witness.ColumnValues;
import org.probity.graph.Encoding;
import org.probity.graph.Shapes;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * The opening of a committed port: its values and the seed of the commitment's blinders. Whoever
 * has it knows the values and can show that the certificate is about them. Never printed.
 */
public final class Receipt {
  private static final String FORMAT = "probity receipt";
  private static final String DIGEST = "checksum";

  /** Larger files are not read. */
  public static final int MAX_FILE = 1 << 25;

  private final String port;
  private final PortClaim.Role role;
  private final int item;
  private final Suite suite;
  private final Shape shape;
  private final PortValues content;
  private final byte[] seed;

  /**
   * A receipt as the prover makes it.
   *
   * @param port name of the port
   * @param role its role
   * @param item position in the batch, from 0; 0 where there is one inference only
   * @param shape shape of the port's tensor, for one item
   * @param content the port's values
   * @param seed 32 secret bytes that the commitment's blinders are derived from
   * @throws IllegalArgumentException if the values stand for nothing or the texts are not theirs
   */
  public Receipt(
      String port,
      PortClaim.Role role,
      int item,
      Suite suite,
      Shape shape,
      PortValues content,
      byte[] seed) {
    content.check();
    this.port = port;
    this.role = role;
    this.item = item;
    this.suite = suite;
    this.shape = shape;
    this.content = content;
    this.seed = seed.clone();
  }

  /** Name of the port it opens. */
  public String port() {
    return port;
  }

  /** Role of the port it opens. */
  public PortClaim.Role role() {
    return role;
  }

  /** Position in the batch of the item that it opens, from 0. */
  public int item() {
    return item;
  }

  /** The port's values, row-major. */
  public int[] values() {
    return content.integers().clone();
  }

  /** The port's values and what they stand for. */
  public PortValues content() {
    return content;
  }

  /** Secret: what the commitment's blinders are derived from, together with values and layout. */
  public byte[] seed() {
    return seed.clone();
  }

  /**
   * What keeps the commitment from being that of another port, in words; empty if nothing does. The
   * values are another matter.
   *
   * @param other the suite of the other model
   * @param fraction fraction bits of the other port's values
   * @param encoding what they stand for
   * @param sizes shape of its tensor, for one item
   */
  public Optional<String> difference(
      Suite other, int fraction, Encoding encoding, List<Integer> sizes) {
    if (!suite.id().equals(other.id())) {
      return Optional.of(
          "the receipt is of suite %s, the model of %s".formatted(suite.id(), other.id()));
    }
    if (!content.encoding().equals(encoding)) {
      return Optional.of(
          "the receipt is of %s, the port of %s, and these are not the same"
              .formatted(content.encoding().describe(), encoding.describe()));
    }
    if (content.fraction() != fraction) {
      return Optional.of(
          "the values of the receipt have %d fraction bits, those of the port %d"
              .formatted(content.fraction(), fraction));
    }
    if (!shape.sizes().equals(sizes)) {
      return Optional.of(
          "the receipt is of shape %s, the port of %s".formatted(shape.sizes(), sizes));
    }
    return Optional.empty();
  }

  /** The same opening for a port of another certificate that has the same commitment. */
  public Receipt reissued(String otherPort, PortClaim.Role otherRole, int otherItem) {
    return new Receipt(otherPort, otherRole, otherItem, suite, shape, content, seed);
  }

  /**
   * Whether this receipt opens the commitment of its port and item in the statement: same name and
   * role, same points, same shape, same fraction and encoding. It says something about a model's
   * run only if the verifier has accepted a certificate of this statement.
   */
  public boolean opens(Statement statement) {
    return refusal(statement).isEmpty();
  }

  /**
   * Why this receipt does not open its port and item of the statement, in words; empty if it does.
   */
  public Optional<String> refusal(Statement statement) {
    Optional<PortClaim> claim =
        statement.ports().stream().filter(p -> p.name().equals(port)).findFirst();
    if (claim.isEmpty()) {
      return Optional.of("the certificate has no port '" + port + "': it is about another model");
    }
    if (claim.get().role() != role) {
      return Optional.of(
          "the receipt is of an %s, port '%s' of the certificate is an %s"
              .formatted(role.label(), port, claim.get().role().label()));
    }
    if (claim.get().commitment().isEmpty()) {
      return Optional.of(
          "port '%s' of the certificate is %s, not committed"
              .formatted(port, claim.get().visibility().label()));
    }
    if (item >= statement.count()) {
      return Optional.of(
          "the receipt is of item %d, the certificate has %d"
              .formatted(item + 1, statement.count()));
    }
    byte[] points = commitment();
    if (isOf(points, claim.get().item(item, statement.count()))) {
      return Optional.empty();
    }
    return Optional.of(
        place(points, statement)
            .map(where -> "it opens " + where + ", not " + place(claim.get(), item, statement))
            .orElse(
                ("port '%s' is committed to something else than the receipt opens: it is of another"
                        + " certificate")
                    .formatted(port)));
  }

  /** Points alone would open to other values under another shape. */
  private boolean isOf(byte[] points, PortClaim claim) {
    return claim.fraction() == content.fraction()
        && claim.encoding().equals(content.encoding())
        && claim.commitment().orElseThrow().shape().equals(shape.sizes())
        && Arrays.equals(claim.commitment().orElseThrow().points(), points);
  }

  /**
   * The port and item whose commitment these points are, in words, if it is one of the statement's.
   */
  private Optional<String> place(byte[] points, Statement statement) {
    for (PortClaim claim : statement.ports()) {
      for (int i = 0; claim.commitment().isPresent() && i < statement.count(); i++) {
        if (isOf(points, claim.item(i, statement.count()))) {
          return Optional.of(place(claim, i, statement));
        }
      }
    }
    return Optional.empty();
  }

  private static String place(PortClaim claim, int item, Statement statement) {
    String name = claim.role().label() + " '" + claim.name() + "'";
    return statement.count() == 1 ? name : name + " of item " + (item + 1);
  }

  /**
   * The encoded row commitments that it opens, computed again; a port's layout does not depend on
   * the model.
   */
  public byte[] commitment() {
    Column column = new Column(0, port, Column.Kind.PORT, shape);
    Group group = new Group(0, port, Column.Kind.PORT, List.of(column));
    GroupLayout layout = new GroupLayout(group, Program.PORT_ROW_BITS);
    ColumnValues cells = new ColumnValues();
    cells.put(column, values());
    return Opening.of(suite.curve(), layout, cells, seed).commit().encode();
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact receipt
   */
  public static Receipt decode(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    Receipt receipt;
    try {
      GraphLint.checkName(document.text("port"), "a port");
      StatementJson.checkFraction(document.int32("fraction"));
      receipt =
          new Receipt(
              document.text("port"),
              StatementJson.role(document),
              document.int32("item"),
              Suite.byId(document.text("suite")),
              new Shape(Arrays.stream(document.int32s("shape")).boxed().toList()),
              PortValues.decode(
                  EncodingJson.decode(document), document.int32("fraction"), document),
              document.bytes("seed"));
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
    if (receipt.seed.length != 32
        || receipt.item < 0
        || receipt.item >= Statement.MAX_COUNT
        || receipt.shape.axes() < 1
        || receipt.shape.axes() > Shapes.MAX_RANK
        || receipt.shape.cells() != receipt.content.integers().length) {
      throw new InvalidFileException("the sizes in the receipt do not fit each other");
    }
    Documents.requireCanonical(file, receipt.encode());
    return receipt;
  }

  /** The file's bytes; decoding them gives back an equal receipt. */
  public byte[] encode() {
    Json.Fields document =
        Documents.start(FORMAT)
            .put("suite", suite.id())
            .put("port", port)
            .put("role", role.label())
            .put("item", item)
            .put("shape", Json.ofIntegers(shape.sizes()))
            .put("fraction", content.fraction());
    EncodingJson.encode(content.encoding(), document);
    document.put("values", Json.of(content.integers()));
    content.encodeTexts(document);
    document.put("seed", seed);
    return Documents.write(document, DIGEST);
  }

  @Override
  public String toString() {
    return "Receipt of port " + port;
  }
}
