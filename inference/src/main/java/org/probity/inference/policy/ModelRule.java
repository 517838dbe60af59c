package org.probity.inference.policy;

import java.util.List;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.Signer;

/** Which models may have made the certificate. */
sealed interface ModelRule extends Rule {
  /** The file with the signed list, as the policy names it. */
  default Optional<String> file() {
    return Optional.empty();
  }

  /** Why a model is not one of these; or what it is called. */
  Check check(String modelId, Circumstances circumstances);

  @Override
  default List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
    return List.of(check(statement.modelId(), circumstances));
  }

  /** Models by their ids. */
  record Ids(List<String> ids) implements ModelRule {
    public Ids {
      ids = List.copyOf(ids);
    }

    @Override
    public Check check(String modelId, Circumstances circumstances) {
      return ids.contains(modelId)
          ? Check.passed(Policy.MODELS, "one of the policy's")
          : Check.failed(Policy.MODELS, "the policy does not allow model " + modelId);
    }
  }

  /**
   * Models of a signed list.
   *
   * @param file where the list is, as the policy names it
   * @param signer who must have signed it
   * @param name what the list must call the model
   * @param versions the versions that are allowed; none: all of the list
   */
  record Signed(Optional<String> file, Signer signer, Optional<String> name, List<String> versions)
      implements ModelRule {
    public Signed {
      versions = List.copyOf(versions);
    }

    @Override
    public Check check(String modelId, Circumstances circumstances) {
      if (circumstances.modelList().isEmpty()) {
        return Check.failed(Policy.MODELS, "the policy demands a signed model list; none is given");
      }
      ModelList list;
      try {
        list = ModelList.decode(circumstances.modelList().get());
      } catch (InvalidFileException e) {
        return Check.failed(Policy.MODELS, "the model list: " + e.getMessage());
      }
      Optional<Endorsement> model = list.find(modelId);
      Optional<String> fault =
          list.fault(signer, circumstances.now())
              .map(reason -> "the model list: " + reason)
              .or(() -> fault(modelId, model));
      return Check.of(
          Policy.MODELS,
          fault,
          model.map(m -> "%s, signed by %s".formatted(m, list.signer())).orElse(""));
    }

    private Optional<String> fault(String modelId, Optional<Endorsement> model) {
      if (model.isEmpty()) {
        return Optional.of("the model list does not have model " + modelId);
      }
      if (name.filter(n -> !n.equals(model.get().name())).isPresent()) {
        return Optional.of("the model list calls the model " + model.get() + ", not " + name.get());
      }
      return versions.isEmpty() || versions.contains(model.get().version())
          ? Optional.empty()
          : Optional.of("the policy does not allow this version: " + model.get());
    }
  }
}
