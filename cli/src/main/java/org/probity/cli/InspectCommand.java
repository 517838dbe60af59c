package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.ProgramCost;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.key.PublicPrefix;
import org.probity.inference.policy.Policy;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.Signer;
import org.probity.inference.signature.SigningKey;
import org.probity.inference.text.OriginText;
import org.probity.inference.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code probity inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Shows what a model key, certificate, receipt, prefix, secret, signature or policy is."
            + " Checks no proof.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file;

  @Mixin private Output output;

  /** One kind of file: how to read it, how to show it. */
  private interface Kind {
    void show(byte[] content) throws InvalidFileException;
  }

  @Override
  public Integer call() throws Exception {
    byte[] content = ModelFolder.read(file);
    List<Kind> kinds =
        List.of(
            bytes -> certificate(Certificate.decode(bytes), bytes.length),
            bytes -> key(ModelKey.decode(bytes), bytes.length),
            bytes -> receipt(Receipt.decode(bytes)),
            bytes -> prefix(PublicPrefix.decode(bytes), bytes.length),
            bytes -> secret(ModelSecret.decode(bytes)),
            bytes -> modelList(ModelList.decode(bytes)),
            bytes -> signer(Signer.decode(bytes)),
            bytes -> signingKey(SigningKey.decode(bytes)),
            bytes -> policy(Policy.decode(bytes)),
            bytes -> journal(Journal.decode(bytes)));
    for (Kind kind : kinds) {
      try {
        kind.show(content);
        return ExitCode.OK;
      } catch (InvalidFileException _) {
        // Perhaps the next kind.
      }
    }
    throw new BadInputException(
        file
            + ": is no intact model key, certificate, receipt, prefix, model secret, signed model"
            + " list, signer, policy or journal; of models that are not registered, estimate"
            + " tells");
  }

  private void modelList(ModelList list) {
    ModelListView view = new ModelListView(list);
    output.line("Signed model list, its signature not checked");
    view.lines().forEach(output::line);
    output.object(object("model list").setAll(view.object()));
  }

  private void signer(Signer signer) {
    output.line("Signer " + signer);
    output.object(object("signer").put("signer", signer.id()));
  }

  private void signingKey(SigningKey key) {
    output.line("Signing key; its secret is not shown");
    output.line("  signer   " + key.signer());
    output.object(object("signing key").put("signer", key.signer().id()));
  }

  private void policy(Policy policy) {
    output.line("Policy, well-formed");
    output.line(
        policy.asksForModelList() ? "  models   of a signed list" : "  models   by their ids");
    output.object(object("policy"));
  }

  private void journal(Journal journal) {
    int items = journal.fingerprints().size();
    output.line("Journal of prove --each; keep it beside the certificates");
    output.line("  model    " + journal.model());
    output.line("  items    " + items);
    output.object(object("journal").put("modelId", journal.model()).put("items", items));
  }

  private void certificate(Certificate certificate, int bytes) {
    StatementView view = new StatementView(certificate.statement());
    output.line(
        "Certificate, not checked (%s, proof %s)"
            .formatted(Units.size(bytes), Units.size(certificate.proofSize())));
    view.lines().forEach(output::line);
    ObjectNode object = object("certificate");
    object.put("proofBytes", certificate.proofSize());
    object.set("statement", view.object());
    output.object(object);
  }

  private void key(ModelKey key, int bytes) {
    IntegerGraph graph = key.graph();
    ProgramCost cost = Verifier.cost(key, Map.of());
    long parameters = graph.parameters().stream().mapToLong(Parameter::size).sum();
    output.line("Model key, not checked (%s)".formatted(Units.size(bytes)));
    output.line("  model    " + key.modelId());
    key.origin().stream().flatMap(o -> OriginText.lines(o).stream()).forEach(output::line);
    output.line("  suite    " + key.suiteId());
    output.line(String.format(Locale.ROOT, "  weights  %,d", parameters));
    graph.inputs().forEach(port -> output.line("  input    " + port(graph, port)));
    graph.outputs().forEach(port -> output.line("  output   " + port(graph, port)));
    output.line(
        String.format(
            Locale.ROOT,
            "  program  %d nodes, %,d lookups of 2^%d, %,d committed cells",
            graph.nodes().size(),
            cost.leaves(),
            cost.leafBits(),
            cost.witnessCells()));
    output.line("  proof    " + Units.size(cost.proofBytes()));
    ObjectNode object = object("model key");
    object.put("modelId", key.modelId());
    key.origin().ifPresent(origin -> object.set("origin", OriginView.object(origin)));
    object.put("suite", key.suiteId());
    object.put("parameters", parameters);
    object.set("inputs", ports(graph.inputs()));
    object.set("outputs", ports(graph.outputs()));
    object.put("proofBytes", cost.proofBytes());
    output.object(object);
  }

  private void prefix(PublicPrefix prefix, int bytes) {
    IntegerGraph graph = prefix.graph();
    output.line(
        "Public prefix of a model that is proven from a tensor on (%s)"
            .formatted(Units.size(bytes)));
    output.line("  digest   " + prefix.digest());
    graph.inputs().forEach(port -> output.line("  input    " + port(graph, port)));
    graph.outputs().forEach(port -> output.line("  output   " + port(graph, port)));
    ObjectNode object = object("prefix");
    object.put("digest", prefix.digest());
    object.set("inputs", ports(graph.inputs()));
    object.set("outputs", ports(graph.outputs()));
    output.object(object);
  }

  private void receipt(Receipt receipt) {
    output.line(
        "Receipt for port '" + Printable.line(receipt.port()) + "'; its content is not shown");
    output.object(object("receipt").put("port", receipt.port()));
  }

  private void secret(ModelSecret secret) {
    output.line("Model secret; its content is not shown");
    output.line("  model    " + secret.modelId());
    output.object(object("model secret").put("modelId", secret.modelId()));
  }

  static String port(IntegerGraph graph, Port port) {
    Tensor tensor = graph.tensorsByName().get(port.tensor());
    return "%s, %s %s"
        .formatted(Printable.line(port.name()), port.size(), values(port.encoding(), tensor));
  }

  private static String orMissing(OptionalInt missing) {
    return missing.isPresent() ? ", or missing" : "";
  }

  private static String values(Encoding encoding, Tensor tensor) {
    Format format = tensor.format();
    return switch (encoding) {
      case Encoding.Fixed(List<Integer> exponents, OptionalInt missing) when exponents.isEmpty() ->
          "values from %s to %s in steps of 2^%d"
                  .formatted(
                      format.toReal(format.min()), format.toReal(format.max()), -format.fraction())
              + orMissing(missing);
      case Encoding.Fixed(List<Integer> exponents, OptionalInt missing) ->
          "values of %d bits in steps of 2^%d to 2^%d"
                  .formatted(
                      Long.SIZE - Long.numberOfLeadingZeros(format.max() - format.min()),
                      Collections.min(exponents) - format.fraction(),
                      Collections.max(exponents) - format.fraction())
              + orMissing(missing);
      case Encoding.Affine affine ->
          "values from %s to %s in steps of %s"
              .formatted(affine.toReal(format.min()), affine.toReal(format.max()), affine.scale());
      case Encoding.Ordered ordered ->
          switch (ordered.kind()) {
            case FLOAT32, FLOAT64, INTEGER, BOOLEAN ->
                ordered.kind().label() + " values, compared exactly";
            case TEXT -> "texts";
          };
      case Encoding.Category(List<String> names) -> "values of " + names.size() + " categories";
    };
  }

  private static ArrayNode ports(List<Port> ports) {
    ArrayNode array = Output.newObject().arrayNode();
    for (Port port : ports) {
      ObjectNode node = array.addObject();
      node.put("name", port.name());
      port.shape().forEach(node.withArray("shape")::add);
    }
    return array;
  }

  private static ObjectNode object(String kind) {
    return Output.newObject().put("kind", kind);
  }
}
