package org.probity.inference.certificate;

import java.util.List;
import org.probity.inference.json.Documents;
import org.probity.inference.json.Json;

/**
 * What a certificate claims: the registered model, run on these inputs, gives these outputs.
 *
 * @param modelId 64 hexadecimal digits
 * @param ports inputs, then outputs, each in the model's order
 * @param context bytes that the certificate is bound to; do not modify
 */
public record Statement(String modelId, List<PortClaim> ports, byte[] context) {
  /** Largest context. */
  public static final int MAX_CONTEXT = 1 << 16;

  public Statement {
    ports = List.copyOf(ports);
    if (context.length > MAX_CONTEXT) {
      throw new IllegalArgumentException("context longer than " + MAX_CONTEXT + " bytes");
    }
  }

  /**
   * What a proof of this statement is bound to. Two statements that differ in anything (model, a
   * port's name, role, position, visibility, format, value or commitment, context) have different
   * bytes.
   */
  public byte[] binding() {
    Json.Fields document = Documents.start("probity statement");
    StatementJson.encode(this, document);
    return Documents.canonical(document);
  }

  /** The claim about the port with this name. */
  public PortClaim port(String name) {
    return ports.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no port named " + name));
  }
}
