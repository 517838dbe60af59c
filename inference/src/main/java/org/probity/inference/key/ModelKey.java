package org.probity.inference.key;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.algebra.field.MalformedEncodingException;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Instance;
import org.probity.argument.RejectedProofException;
import org.probity.argument.Suite;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.graph.Batch;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.OriginJson;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.GraphCompiler;
import org.probity.inference.lowering.Plan;
import org.probity.inference.lowering.RegistrationCompiler;

/**
 * The public side of a registered model: integer graph, commitments to its parameters, and the
 * proof that every committed parameter is an integer in its declared range. The model id is a
 * digest of all of it.
 */
public final class ModelKey {
  private static final String FORMAT = "probity model key";
  private static final String DIGEST = "model";
  private static final String ORIGIN = "origin";

  /** Larger files are not read. */
  public static final int MAX_FILE = 1 << 25;

  private final KeyContent content;
  private final CompiledProgram registrationProgram;
  private final byte[] registrationProof;
  private final String modelId;
  private final ProgramCache programs = new ProgramCache();
  private final Object registrationLock = new Object();

  /** Null until the registration proof has been verified. */
  private Optional<String> registrationFault;

  private ModelKey(
      KeyContent content, CompiledProgram registrationProgram, byte[] registrationProof) {
    this.content = content;
    this.registrationProgram = registrationProgram;
    this.registrationProof = registrationProof.clone();
    this.modelId = Documents.digest(document());
  }

  /** What a registration certificate is about. */
  private record KeyContent(
      Suite suite,
      IntegerGraph graph,
      Plan plan,
      int rowBits,
      Optional<Origin> origin,
      Map<String, RowCommitment> commitments) {
    KeyContent {
      requireEnds(origin, graph);
    }
  }

  /**
   * Checks that a part of a file starts and ends at the ports of its graph, in their order.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static void requireEnds(Optional<Origin> origin, IntegerGraph graph) {
    origin.ifPresent(
        o -> {
          requireEnd(o.from(), graph.inputs());
          requireEnd(o.to(), graph.outputs());
        });
  }

  private static void requireEnd(List<String> tensors, List<Port> ports) {
    if (!tensors.isEmpty() && !tensors.equals(ports.stream().map(Port::name).toList())) {
      throw new IllegalArgumentException("the origin's tensors are not those of the ports");
    }
  }

  /**
   * A key as the registrar makes it.
   *
   * @param origin of a model that was made from a file
   * @param commitments by name of the weight group
   */
  public static ModelKey of(
      Suite suite,
      IntegerGraph graph,
      Plan plan,
      int rowBits,
      Optional<Origin> origin,
      Map<String, RowCommitment> commitments,
      byte[] registrationProof) {
    return new ModelKey(
        new KeyContent(suite, graph, plan, rowBits, origin, Map.copyOf(commitments)),
        RegistrationCompiler.compile(graph, plan, rowBits),
        registrationProof);
  }

  /** SHA-256 of everything in the key, as 64 hexadecimal digits. */
  public String modelId() {
    return modelId;
  }

  /** The model id's bytes. */
  public byte[] modelIdBytes() {
    return HexFormat.of().parseHex(modelId);
  }

  public IntegerGraph graph() {
    return content.graph();
  }

  /** How the graph is compiled. */
  public Plan plan() {
    return content.plan();
  }

  public Suite suite() {
    return content.suite();
  }

  /** Which part of which file the model was made from; empty if it was not made from a file. */
  public Optional<Origin> origin() {
    return content.origin();
  }

  /** Identifier of the suite of curve and field. */
  public String suiteId() {
    return content.suite().id();
  }

  /**
   * The graph that executes so many items at once; that of one item is {@link #graph()}.
   *
   * @throws IllegalArgumentException if they are too many for it
   */
  public IntegerGraph graph(int count) {
    return count == 1 ? content.graph() : Batch.of(content.graph(), count);
  }

  /** The program of one inference with these visibilities; absent ports are hidden. */
  public CompiledProgram program(Map<String, Visibility> visibilities) {
    return program(visibilities, 1);
  }

  /**
   * The program of so many inferences at once.
   *
   * @throws IllegalArgumentException if they are too many for one program
   */
  public CompiledProgram program(Map<String, Visibility> visibilities, int count) {
    return programs.get(visibilities, count, this::compile);
  }

  private CompiledProgram compile(Map<String, Visibility> visibilities, int count) {
    IntegerGraph graph = graph(count);
    return count == 1
        ? GraphCompiler.compile(graph, visibilities, content.plan(), content.rowBits())
        : GraphCompiler.compileBatch(graph, count, visibilities, content.plan(), content.rowBits());
  }

  /** The commitment of a weight group of any of this key's programs. */
  public RowCommitment commitment(Group group) {
    return content.commitments().get(group.name());
  }

  /** The program that the registration proof is about. */
  public CompiledProgram registrationProgram() {
    return registrationProgram;
  }

  public byte[] registrationProof() {
    return registrationProof.clone();
  }

  /**
   * Why the registration proof does not hold, or empty; verified by the first call, which others
   * wait for.
   */
  public Optional<String> registrationFault() {
    synchronized (registrationLock) {
      if (registrationFault == null) {
        registrationFault = verifyRegistration();
      }
      return registrationFault;
    }
  }

  private Optional<String> verifyRegistration() {
    try {
      ArgumentVerifier.verify(registrationInstance(), registrationProof);
      return Optional.empty();
    } catch (RejectedProofException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The instance that the registration proof proves. */
  public Instance registrationInstance() {
    return registrationInstance(
        content.suite(),
        content.graph(),
        content.plan(),
        content.rowBits(),
        content.origin(),
        content.commitments(),
        registrationProgram.program());
  }

  /**
   * The instance of a registration.
   *
   * @param commitments by name of the weight group
   * @param program compiled from graph and row length
   */
  public static Instance registrationInstance(
      Suite suite,
      IntegerGraph graph,
      Plan plan,
      int rowBits,
      Optional<Origin> origin,
      Map<String, RowCommitment> commitments,
      Program program) {
    KeyContent content = new KeyContent(suite, graph, plan, rowBits, origin, commitments);
    Map<Group, RowCommitment> byGroup = new java.util.HashMap<>();
    for (Group group : weightGroups(program)) {
      byGroup.put(group, commitments.get(group.name()));
    }
    byte[] binding = Documents.canonical(document(content, program));
    return new Instance(suite, program, binding, byGroup, Map.of());
  }

  /** The groups of a program that were committed at registration. */
  public static List<Group> weightGroups(Program program) {
    return program.groups().stream()
        .filter(g -> g.kind() == Column.Kind.WEIGHT_MATRIX || g.kind() == Column.Kind.WEIGHT_VECTOR)
        .toList();
  }

  /**
   * Decodes a file. The graph is linted and all commitments are decoded; the registration proof is
   * verified when the key is first used to verify something.
   *
   * @throws InvalidFileException if it is not a well-formed, intact model key
   */
  public static ModelKey decode(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    ModelKey key;
    try {
      Suite suite = Suite.byId(document.text("suite"));
      int rowBits = document.int32("rowBits");
      if (rowBits < Program.MIN_ROW_BITS) {
        throw new InvalidFileException("the row length is out of range");
      }
      IntegerGraph graph = GraphJson.decode(document);
      GraphLint.check(graph);
      Plan plan = PlanJson.decode(document);
      CompiledProgram registration = RegistrationCompiler.compile(graph, plan, rowBits);
      Map<String, RowCommitment> commitments = commitments(document, suite, registration.program());
      Optional<Origin> origin =
          document.has(ORIGIN)
              ? Optional.of(OriginJson.decode(document.object(ORIGIN)))
              : Optional.empty();
      KeyContent content = new KeyContent(suite, graph, plan, rowBits, origin, commitments);
      key = new ModelKey(content, registration, document.bytes("registration"));
      // Compiles with all ports hidden: a key that cannot be proven with is no key.
      key.program(Map.of());
    } catch (IllegalArgumentException | ArithmeticException | MalformedEncodingException e) {
      throw new InvalidFileException(e.getMessage());
    }
    Documents.requireCanonical(file, key.encode());
    return key;
  }

  private static Map<String, RowCommitment> commitments(
      Json.Fields document, Suite suite, Program program) throws InvalidFileException {
    List<Group> groups = weightGroups(program);
    List<Json.Fields> encoded = document.objects("commitments");
    if (encoded.size() != groups.size()) {
      throw new InvalidFileException("the number of commitments does not fit the graph");
    }
    Map<String, RowCommitment> commitments = new java.util.HashMap<>();
    for (int i = 0; i < encoded.size(); i++) {
      Group group = groups.get(i);
      byte[] rows = encoded.get(i).bytes("rows");
      commitments.put(group.name(), RowCommitment.decode(suite.curve(), program, group, rows));
    }
    return commitments;
  }

  /** The file's bytes; decoding them gives back an equal key. */
  public byte[] encode() {
    return Documents.write(document(), DIGEST);
  }

  private Json.Fields document() {
    return document(content, registrationProgram.program()).put("registration", registrationProof);
  }

  private static Json.Fields document(KeyContent content, Program program) {
    Json.Fields document = Documents.start(FORMAT).put("suite", content.suite().id());
    document.put("rowBits", content.rowBits());
    content.origin().ifPresent(origin -> document.put(ORIGIN, OriginJson.encode(origin)));
    GraphJson.encode(content.graph(), document);
    PlanJson.encode(content.plan(), document);
    List<Json.Fields> commitments = new ArrayList<>();
    for (Group group : weightGroups(program)) {
      byte[] rows = content.commitments().get(group.name()).encode();
      commitments.add(new Json.Fields().put("of", group.name()).put("rows", rows));
    }
    return document.put("commitments", Json.ofObjects(commitments));
  }

  @Override
  public String toString() {
    return "ModelKey " + modelId;
  }
}
