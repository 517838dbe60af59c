package org.probity.api;

import java.util.Optional;
import org.probity.inference.Planned;
import org.probity.inference.RefusedException;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Source;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.estimate.BlankKey;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
import org.probity.model.part.ImportedPart;
import org.probity.model.part.QuantizedPart;
import org.probity.model.quantize.QuantizedModel;

/**
 * A model in integers, ready to be registered: what it will cost is known, and nothing is committed
 * yet. Holds its weights; never prints them.
 */
public final class PreparedModel {
  private final QuantizedPart quantized;
  private final Planned planned;
  private final Optional<PublicPrefix> prefix;
  private final Source source;

  private PreparedModel(
      QuantizedPart quantized, Planned planned, Optional<PublicPrefix> prefix, Source source) {
    this.quantized = quantized;
    this.planned = planned;
    this.prefix = prefix;
    this.source = source;
  }

  static PreparedModel of(QuantizedPart quantized, byte[] digest) throws RefusedException {
    Optional<PublicPrefix> prefix = prefix(quantized);
    ImportedPart imported = quantized.imported();
    Source source =
        new Source(digest, imported.cut().from(), imported.cut().to(), kind(imported, prefix));
    return new PreparedModel(quantized, Planned.of(quantized.model().graph()), prefix, source);
  }

  private static Optional<PublicPrefix> prefix(QuantizedPart quantized) throws RefusedException {
    if (quantized.prefix().isEmpty()) {
      return Optional.empty();
    }
    QuantizedModel prefix = quantized.prefix().get();
    try {
      return Optional.of(PublicPrefix.of(prefix.graph(), prefix.parameters()));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  private static Prefix kind(ImportedPart imported, Optional<PublicPrefix> prefix) {
    return imported.before().isEmpty()
        ? new Prefix.None()
        : prefix.<Prefix>map(p -> new Prefix.Public(p.digest())).orElseGet(Prefix.Unproven::new);
  }

  /**
   * A key of the form and the size that registration will give, to estimate with; nothing can be
   * proven with it.
   */
  public ModelKey blankKey() {
    return BlankKey.of(planned, Optional.of(source));
  }

  /**
   * Commits to the weights. Another registration is another model, with another id.
   *
   * @throws RefusedException if the model cannot be proven
   */
  public RegisteredModel register() throws RefusedException {
    Registration registration =
        Registrar.register(planned, quantized.model().parameters(), Optional.of(source));
    return new RegisteredModel(
        registration.key(), registration.secret(), prefix, Optional.of(quantized));
  }

  @Override
  public String toString() {
    return "PreparedModel";
  }
}
