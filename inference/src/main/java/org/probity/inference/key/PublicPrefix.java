package org.probity.inference.key;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Junction;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.Shapes;
import org.probity.graph.execution.ExecutionSteps;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * The public part of a model before the part that is proven: an integer graph with its parameters,
 * which anybody runs and gets exactly the same. Its outputs are the inputs of the model key, which
 * names its digest.
 */
public final class PublicPrefix {
  private static final String FORMAT = "probity prefix";
  private static final String DIGEST = "prefix";

  /** Larger files are neither read nor written; about 48 million weights of 16 bits. */
  public static final int MAX_FILE = 1 << 27;

  /** Limit on the steps of one run, 2^34: a stranger's prefix is run by whoever verifies. */
  private static final int STEP_BITS = 34;

  private final IntegerGraph graph;
  private final Map<String, int[]> values;
  private final Parameters parameters;
  private final String digest;

  private PublicPrefix(IntegerGraph graph, Map<String, int[]> values) {
    this.graph = graph;
    this.values = values;
    this.parameters = new Parameters(values);
    GraphLint.check(graph, parameters);
    requireFewSteps(graph);
    this.digest = Documents.digest(document());
  }

  /**
   * A prefix of a graph.
   *
   * @throws IllegalArgumentException if the graph is not well-formed, a parameter is missing or out
   *     of range, the file would be too large, or a run takes too much
   */
  public static PublicPrefix of(IntegerGraph graph, Parameters parameters) {
    Map<String, int[]> values = new LinkedHashMap<>();
    long bytes = 0;
    for (Parameter p : graph.parameters()) {
      int[] v = parameters.get(p.name());
      values.put(p.name(), v);
      // Base64 makes four characters of three bytes.
      bytes += (long) PackedIntegers.width(v) * v.length / 3 * 4;
    }
    PublicPrefix prefix = bytes > MAX_FILE ? null : new PublicPrefix(graph, values);
    if (prefix == null || prefix.encode().length > MAX_FILE) {
      throw new IllegalArgumentException(
          "the part before the cut is too large for a public prefix (2^27 bytes); cut earlier");
    }
    return prefix;
  }

  private static void requireFewSteps(IntegerGraph graph) {
    ExecutionSteps.fault(graph, STEP_BITS)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(
                  "the part before the cut takes too much to run: " + fault + "; cut earlier");
            });
  }

  /** SHA-256 of everything in it, as 64 hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** What it computes; its inputs are those of the original model. */
  public IntegerGraph graph() {
    return graph;
  }

  /**
   * Runs it for the items of a batch.
   *
   * @param items row-major integers by name of the input port, for each item
   * @return the values of the model key's inputs by name, item after item
   * @throws IllegalArgumentException if an input is missing, has the wrong number of entries, or
   *     has one outside its domain; the message names the position, not the value
   */
  public Map<String, int[]> run(List<Map<String, int[]>> items) {
    Map<String, int[]> all = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      int item = i;
      Junction.outputs(graph, parameters, items.get(i))
          .forEach(
              (port, entries) -> {
                int[] column =
                    all.computeIfAbsent(
                        port, _ -> new int[Math.multiplyExact(entries.length, items.size())]);
                System.arraycopy(entries, 0, column, item * entries.length, entries.length);
              });
    }
    return all;
  }

  /** Why this is not the prefix that a model key names; empty if it is. */
  public Optional<String> fault(ModelKey key) {
    boolean named =
        key.origin()
            .filter(o -> o.prefix() instanceof Prefix.Public(String d) && d.equals(digest))
            .isPresent();
    if (!named) {
      return Optional.of("the prefix is not the one that the model key names");
    }
    return Junction.fault(graph, key.graph())
        .map(fault -> "the prefix does not fit the model key: " + fault);
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact prefix
   */
  public static PublicPrefix decode(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    PublicPrefix prefix;
    try {
      IntegerGraph graph = GraphJson.decode(document);
      GraphLint.check(graph);
      requireFewSteps(graph);
      prefix = new PublicPrefix(graph, values(document, graph));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidFileException(e.getMessage());
    }
    Documents.requireCanonical(file, prefix.encode());
    return prefix;
  }

  private static Map<String, int[]> values(Json.Fields document, IntegerGraph graph)
      throws InvalidFileException {
    List<Json.Fields> encoded = document.objects("values");
    if (encoded.size() != graph.parameters().size()) {
      throw new InvalidFileException("the number of values does not fit the graph");
    }
    Map<String, int[]> values = new LinkedHashMap<>();
    for (int i = 0; i < encoded.size(); i++) {
      Parameter parameter = graph.parameters().get(i);
      int width = encoded.get(i).int32("width");
      byte[] packed = encoded.get(i).bytes("integers");
      int size = Shapes.size(parameter.shape());
      if (!PackedIntegers.isWidth(width) || packed.length != (long) size * width) {
        throw new InvalidFileException("a parameter has the wrong number of values");
      }
      values.put(parameter.name(), PackedIntegers.get(ByteBuffer.wrap(packed), width, size));
    }
    return values;
  }

  /** The file's bytes; decoding them gives back an equal prefix. */
  public byte[] encode() {
    return Documents.write(document(), DIGEST);
  }

  private Json.Fields document() {
    Json.Fields document = Documents.start(FORMAT);
    GraphJson.encode(graph, document);
    List<Json.Fields> encoded = new ArrayList<>();
    values.forEach((name, v) -> encoded.add(encode(name, v)));
    return document.put("values", Json.ofObjects(encoded));
  }

  private static Json.Fields encode(String name, int[] values) {
    int width = PackedIntegers.width(values);
    ByteBuffer packed = ByteBuffer.allocate(Math.multiplyExact(width, values.length));
    PackedIntegers.put(values, width, packed);
    return new Json.Fields().put("of", name).put("width", width).put("integers", packed.array());
  }

  @Override
  public String toString() {
    return "PublicPrefix " + digest;
  }
}
