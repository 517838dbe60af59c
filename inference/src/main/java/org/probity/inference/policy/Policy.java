package org.probity.inference.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.Requirement;
import org.probity.inference.json.InvalidFileException;

/**
 * What a party demands of certificates. All of it must hold; what it does not demand is listed as
 * not checked. That a model's registration and a certificate's proof hold is always demanded.
 */
public final class Policy {
  /** Larger files are not read. */
  public static final int MAX_FILE = 1 << 20;

  static final String MODELS = "policy.models";
  static final String SUITE = "policy.suite";
  static final String VISIBILITY = "policy.visibility";
  static final String CONTEXT = "policy.context";
  static final String FRESHNESS = "policy.freshness";
  static final String ORIGIN = "policy.origin";
  static final String BATCH = "policy.batch";
  static final String CONDITION = "policy.condition";

  private final ModelRule models;
  private final Optional<SuiteRule> suite;
  private final List<VisibilityRule> visibilities;
  private final Optional<ContextRule> context;
  private final OriginRule origin;
  private final Optional<BatchRule> batch;
  private final List<Condition> conditions;

  Policy(
      ModelRule models,
      Optional<SuiteRule> suite,
      List<VisibilityRule> visibilities,
      Optional<ContextRule> context,
      OriginRule origin,
      Optional<BatchRule> batch,
      List<Condition> conditions) {
    this.models = models;
    this.suite = suite;
    this.visibilities = List.copyOf(visibilities);
    this.context = context;
    this.origin = origin;
    this.batch = batch;
    this.conditions = List.copyOf(conditions);
  }

  /**
   * Reads a policy. It need not be in any one spelling, but nothing in it is overlooked: a field
   * that is unknown, twice there or of another kind is an error, and so is what follows the end.
   *
   * @throws InvalidFileException if it is not a policy
   */
  public static Policy decode(byte[] file) throws InvalidFileException {
    return PolicyReader.read(file);
  }

  /** The file of the signed model list, as the policy names it, if it names one. */
  public Optional<String> modelListFile() {
    return models.file();
  }

  /** Whether the policy takes its models from a signed list. */
  public boolean asksForModelList() {
    return models instanceof ModelRule.Signed;
  }

  /** What the policy demands under these circumstances. */
  public Requirement requirement(Circumstances circumstances) {
    return (key, statement) -> {
      List<Check> checks = new ArrayList<>();
      for (Rule rule : rules()) {
        checks.addAll(rule.check(key, statement, circumstances));
      }
      if (context.isEmpty() && circumstances.nonce().isPresent()) {
        // Whoever gives a nonce must not believe that it was looked at.
        checks.add(Check.failed(FRESHNESS, "the policy has no place for the nonce"));
      }
      silences().forEach(name -> checks.add(Check.notChecked(name, "the policy demands nothing")));
      return checks;
    };
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    rules.add(models);
    suite.ifPresent(rules::add);
    rules.addAll(visibilities);
    context.ifPresent(rules::add);
    rules.add(origin);
    batch.ifPresent(rules::add);
    rules.addAll(conditions);
    return rules;
  }

  /** What whoever reads the verdict might think that the policy demands. */
  private List<String> silences() {
    List<String> names = new ArrayList<>();
    if (suite.isEmpty()) {
      names.add(SUITE);
    }
    if (visibilities.isEmpty()) {
      names.add(VISIBILITY);
    }
    if (context.isEmpty()) {
      names.add(CONTEXT);
      names.add(FRESHNESS);
    }
    if (batch.isEmpty()) {
      names.add(BATCH);
    }
    if (conditions.isEmpty()) {
      names.add(CONDITION);
    }
    return names;
  }
}
