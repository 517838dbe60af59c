package org.probity.inference.signature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.Requirement;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;

/**
 * Asks that somebody vouches for the model.
 *
 * @param file of a signed model list, whatever is in it
 * @param signer who must have signed it
 * @param now the verifier's clock
 */
public record SignatureRequirement(byte[] file, Signer signer, Instant now) implements Requirement {
  public SignatureRequirement {
    file = file.clone();
  }

  @Override
  public String name() {
    return Check.SIGNATURE;
  }

  @Override
  public List<Check> check(ModelKey key, Statement statement) {
    return List.of(check(statement.modelId()));
  }

  /** Whether the signature is one over this model. */
  public Check check(String modelId) {
    ModelList list;
    try {
      list = ModelList.decode(file);
    } catch (InvalidFileException e) {
      return Check.failed(Check.SIGNATURE, "the signature: " + e.getMessage());
    }
    Optional<String> fault =
        list.fault(signer, now)
            .map(reason -> "the signature: " + reason)
            .or(
                () ->
                    list.find(modelId).isEmpty()
                        ? Optional.of("the signature is over other models")
                        : Optional.empty());
    String detail =
        list.find(modelId)
            .map(m -> "%s, signed by %s until %s".formatted(m, signer, list.validity().until()))
            .orElse("");
    return Check.of(Check.SIGNATURE, fault, detail);
  }

  @Override
  public String toString() {
    return "SignatureRequirement[" + signer + "]";
  }
}
