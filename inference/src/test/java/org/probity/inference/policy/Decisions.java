package org.probity.inference.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.probity.graph.Encoding;
import org.probity.graph.Encoding.Ordered.Kind;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.OrderedCode;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.ProofRequest;
import org.probity.inference.Prover;
import org.probity.inference.RefusedException;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.Graphs;

/** A model with ports of every kind, and statements about it: what policies are tried on. */
final class Decisions {
  static final String CONTEXT = "loan 4711 of 2026-11-26";

  /** Inputs that nothing reads are allowed: these carry values for conditions. */
  private static final IntegerGraph GRAPH =
      new Graphs()
          .input("score", Format.signed(2, 8), 1, 1)
          .input(
              "income",
              new Encoding.Fixed(List.of(), OptionalInt.of(-100)),
              Format.signed(2, 8),
              1,
              1)
          .input("scores", Format.signed(2, 8), 1, 3)
          .input("single", new Encoding.Ordered(Kind.FLOAT32), Encoding.Ordered.FORMAT, 1, 2)
          .wide("approved", Kind.BOOLEAN, 1)
          .wide("age", Kind.INTEGER, 2)
          .wide("job", Kind.TEXT, 1)
          .argMax("class", "scores", false)
          .output("class", new Encoding.Category(List.of("bad", "good", "o'k")))
          .build();

  private static final Registration MODEL = register();

  private final Map<String, int[]> values = new HashMap<>();
  private final Map<String, Visibility> visibilities = new HashMap<>();
  private int count = 1;
  private List<String> labels = List.of();
  private Optional<Origin> origin =
      Optional.of(new Origin("ab".repeat(32), List.of(), List.of(), new Prefix.None()));
  private String modelId = MODEL.key().modelId();
  private byte[] context = CONTEXT.getBytes(UTF_8);

  private Decisions() {}

  private static Registration register() {
    try {
      return Registrar.register(GRAPH, new Parameters(Map.of()));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  static ModelKey key() {
    return MODEL.key();
  }

  /** An approval: score 0.75, scores (0, 0.75, 0.5), class good, all public. */
  static Decisions approval() {
    return new Decisions()
        .with("score", 3)
        .with("income", 8)
        .with("scores", 0, 3, 2)
        .with("single", codes(Kind.FLOAT32, 0.7f, 1))
        .with("approved", codes(Kind.BOOLEAN, 1))
        .with("age", codes(Kind.INTEGER, 41, -7))
        .with("job", codes(Kind.TEXT, OrderedCode.ofText("cook")))
        .with("class", 1);
  }

  static int[] codes(Kind kind, double... x) {
    Encoding.Ordered ordered = new Encoding.Ordered(kind);
    return Arrays.stream(x).boxed().flatMapToInt(v -> Arrays.stream(ordered.codes(v))).toArray();
  }

  Decisions with(String port, int... integers) {
    values.put(port, integers);
    return this;
  }

  Decisions with(String port, Visibility visibility) {
    visibilities.put(port, visibility);
    return this;
  }

  Decisions with(Origin other) {
    origin = Optional.of(other);
    return this;
  }

  Decisions withoutOrigin() {
    origin = Optional.empty();
    return this;
  }

  Decisions ofModel(String id) {
    modelId = id;
    return this;
  }

  Decisions bound(String text) {
    return bound(text.getBytes(UTF_8));
  }

  Decisions bound(byte[] bytes) {
    context = bytes.clone();
    return this;
  }

  /** A batch of so many of the same. */
  Decisions times(int items, String... names) {
    count = items;
    labels = List.of(names);
    values.replaceAll((_, v) -> IntStream.range(0, items).flatMap(_ -> Arrays.stream(v)).toArray());
    return this;
  }

  Statement statement() {
    List<PortClaim> claims = new ArrayList<>();
    Map<String, Tensor> tensors = GRAPH.tensorsByName();
    for (Port port : ports()) {
      Visibility visibility = visibilities.getOrDefault(port.name(), Visibility.PUBLIC);
      Tensor tensor = tensors.get(port.tensor());
      claims.add(
          new PortClaim(
              port.name(),
              GRAPH.inputs().contains(port) ? PortClaim.Role.INPUT : PortClaim.Role.OUTPUT,
              visibility,
              tensor.format().fraction(),
              port.encoding(),
              Optional.of(values.get(port.name())).filter(_ -> visibility == Visibility.PUBLIC),
              Optional.of(new PortClaim.Commitment(tensor.shape(), new byte[32 * count]))
                  .filter(_ -> visibility == Visibility.COMMITTED)));
    }
    return new Statement(modelId, count, labels, origin, claims, context);
  }

  private static List<Port> ports() {
    return Stream.concat(GRAPH.inputs().stream(), GRAPH.outputs().stream()).toList();
  }

  /** A real certificate of an approval. */
  static Certificate certificate(String context) throws RefusedException {
    Map<String, int[]> inputs = new HashMap<>(approval().values);
    inputs.remove("class");
    Map<String, Visibility> shown = new HashMap<>();
    ports().forEach(port -> shown.put(port.name(), Visibility.PUBLIC));
    ProofRequest request = new ProofRequest(inputs, shown, context.getBytes(UTF_8));
    return Prover.prove(MODEL.key(), MODEL.secret(), request).certificate();
  }
}
