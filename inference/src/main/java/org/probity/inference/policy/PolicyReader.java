package org.probity.inference.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.signature.Signer;

/**
 * Reads policies. People write them: white space and the order of fields are free. Nothing else is:
 * a slip must not leave a policy that demands less.
 */
final class PolicyReader {
  private static final String FORMAT = "probity policy";
  private static final int MAX_RULES = 256;
  private static final int MAX_HOURS = 1_000_000;

  private PolicyReader() {}

  static Policy read(byte[] file) throws InvalidFileException {
    if (file.length > Policy.MAX_FILE) {
      throw new InvalidFileException("the file is larger than a " + FORMAT + " can be");
    }
    Json.Fields document = Documents.parse(file);
    if (!document.text("format").equals(FORMAT)) {
      throw new InvalidFileException("the file is not a " + FORMAT);
    }
    if (document.integer("version") != 1) {
      throw new InvalidFileException("the file has a version that this program does not know");
    }
    requireOnly(
        document,
        "the policy",
        "format",
        "version",
        "models",
        "modelList",
        "suite",
        "registration",
        "visibilities",
        "context",
        "origin",
        "batch",
        "conditions");
    if (document.has("registration") && !document.text("registration").equals("required")) {
      throw new InvalidFileException(
          "field 'registration' can only be \"required\": it cannot be switched off");
    }
    try {
      return new Policy(
          models(document),
          document.has("suite")
              ? Optional.of(new SuiteRule(document.text("suite")))
              : Optional.empty(),
          visibilities(document),
          context(document),
          origin(document),
          batch(document),
          conditions(document));
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  /** A field that nobody reads would be a demand that nobody checks. */
  private static void requireOnly(Json.Fields fields, String where, String... known)
      throws InvalidFileException {
    for (String name : fields.map().keySet()) {
      if (!List.of(known).contains(name)) {
        throw new InvalidFileException(
            "%s has an unknown field '%s'; known: %s"
                .formatted(where, name, String.join(", ", known)));
      }
    }
  }

  private static Json.Fields object(Json.Fields document, String name, String... known)
      throws InvalidFileException {
    if (!(document.get(name) instanceof Json.Fields fields)) {
      throw new InvalidFileException("field '" + name + "' is not an object");
    }
    requireOnly(fields, "'" + name + "'", known);
    return fields;
  }

  private static ModelRule models(Json.Fields document) throws InvalidFileException {
    if (document.has("models") == document.has("modelList")) {
      throw new InvalidFileException(
          "a policy names its models either in 'models' or by a 'modelList'");
    }
    if (document.has("models")) {
      List<String> ids = distinct(document, "models");
      for (String id : ids) {
        requireDigest(id, "a model id");
      }
      return new ModelRule.Ids(ids);
    }
    Json.Fields list = object(document, "modelList", "file", "signer", "name", "versions");
    if (list.has("file")) {
      GraphLint.checkName(list.text("file"), "the model list's file");
    }
    return new ModelRule.Signed(
        optionalText(list, "file"),
        new Signer(list.text("signer")),
        optionalText(list, "name"),
        list.has("versions") ? distinct(list, "versions") : List.of());
  }

  private static List<VisibilityRule> visibilities(Json.Fields document)
      throws InvalidFileException {
    List<VisibilityRule> rules = new ArrayList<>();
    if (document.has("visibilities")) {
      for (Json.Fields rule : limited(document.objects("visibilities"), "visibilities")) {
        requireOnly(rule, "a rule of 'visibilities'", "port", "role", "allowed");
        if (rule.has("port") == rule.has("role")) {
          throw new InvalidFileException(
              "a rule of 'visibilities' names either a 'port' or a 'role'");
        }
        VisibilityRule.Ports ports =
            rule.has("port")
                ? new VisibilityRule.Ports.Named(rule.text("port"))
                : new VisibilityRule.Ports.OfRole(
                    constant(PortClaim.Role.class, rule.text("role"), "role"));
        rules.add(
            new VisibilityRule(ports, constants(Visibility.class, rule, "allowed", "visibility")));
      }
    }
    return rules;
  }

  private static Optional<ContextRule> context(Json.Fields document) throws InvalidFileException {
    if (!document.has("context")) {
      return Optional.empty();
    }
    Json.Fields context = object(document, "context", "text", "hex", "pattern", "maxAgeHours");
    long forms = List.of("text", "hex", "pattern").stream().filter(context::has).count();
    if (forms != 1) {
      throw new InvalidFileException("'context' has one of 'text', 'hex' and 'pattern'");
    }
    boolean aged = context.has("maxAgeHours");
    if (!context.has("pattern")) {
      if (aged) {
        throw new InvalidFileException("'maxAgeHours' needs a 'pattern' with {date} or {time}");
      }
      byte[] bytes =
          context.has("text")
              ? context.text("text").getBytes(StandardCharsets.UTF_8)
              : hex(context.text("hex"));
      if (bytes.length > Statement.MAX_CONTEXT) {
        throw new InvalidFileException("the context is too long");
      }
      return Optional.of(new ContextRule.Exact(bytes));
    }
    ContextPattern pattern = ContextPattern.parse(context.text("pattern"));
    if (pattern.hasTime() != aged) {
      throw new InvalidFileException(
          "'maxAgeHours' and a {date} or {time} in the pattern go together");
    }
    return Optional.of(
        new ContextRule.Matching(
            pattern,
            aged ? Optional.of(between(context, "maxAgeHours", 1, MAX_HOURS)) : Optional.empty()));
  }

  private static byte[] hex(String text) throws InvalidFileException {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException("the context is not hexadecimal");
    }
  }

  private static OriginRule origin(Json.Fields document) throws InvalidFileException {
    if (!document.has("origin")) {
      return OriginRule.silent();
    }
    Json.Fields origin = object(document, "origin", "part", "prefixes", "publicPrefixes", "file");
    if (origin.map().isEmpty()) {
      throw new InvalidFileException("'origin' demands nothing");
    }
    if (origin.has("part") && !origin.text("part").equals("whole")) {
      throw new InvalidFileException("'part' can only be \"whole\"");
    }
    Set<OriginRule.Kind> prefixes =
        origin.has("prefixes")
            ? constants(OriginRule.Kind.class, origin, "prefixes", "kind of prefix")
            : OriginRule.DEFAULT_PREFIXES;
    List<String> digests =
        origin.has("publicPrefixes") ? distinct(origin, "publicPrefixes") : List.of();
    for (String digest : digests) {
      requireDigest(digest, "the digest of a public prefix");
    }
    Optional<String> file = optionalText(origin, "file");
    if (file.isPresent()) {
      requireDigest(file.get(), "the file of 'origin'");
    }
    return new OriginRule(true, origin.has("part"), prefixes, digests, file);
  }

  private static Optional<BatchRule> batch(Json.Fields document) throws InvalidFileException {
    if (!document.has("batch")) {
      return Optional.empty();
    }
    Json.Fields batch = object(document, "batch", "min", "max", "labels");
    if (batch.map().isEmpty()) {
      throw new InvalidFileException("'batch' demands nothing");
    }
    int min = batch.has("min") ? between(batch, "min", 1, Statement.MAX_COUNT) : 1;
    int max =
        batch.has("max") ? between(batch, "max", min, Statement.MAX_COUNT) : Statement.MAX_COUNT;
    if (!batch.has("labels")) {
      return Optional.of(new BatchRule(min, max, false, Optional.empty()));
    }
    if (batch.get("labels") instanceof Json.Text(String word)) {
      if (!word.equals("required")) {
        throw new InvalidFileException("'labels' is a list of labels or \"required\"");
      }
      return Optional.of(new BatchRule(min, max, true, Optional.empty()));
    }
    return Optional.of(new BatchRule(min, max, true, Optional.of(distinct(batch, "labels"))));
  }

  private static List<Condition> conditions(Json.Fields document) throws InvalidFileException {
    List<Condition> conditions = new ArrayList<>();
    if (document.has("conditions")) {
      for (String text : limited(document.texts("conditions"), "conditions")) {
        conditions.add(ConditionParser.parse(text));
      }
    }
    return conditions;
  }

  private static Optional<String> optionalText(Json.Fields fields, String name)
      throws InvalidFileException {
    return fields.has(name) ? Optional.of(fields.text(name)) : Optional.empty();
  }

  private static void requireDigest(String text, String what) throws InvalidFileException {
    if (!text.matches("[0-9a-f]{64}")) {
      throw new InvalidFileException(what + " is not 64 hexadecimal digits");
    }
  }

  private static int between(Json.Fields fields, String name, int min, int max)
      throws InvalidFileException {
    int value = fields.int32(name);
    if (value < min || value > max) {
      throw new InvalidFileException("'%s' is not between %d and %d".formatted(name, min, max));
    }
    return value;
  }

  /** A list that is there but empty would demand nothing, and look as if it did. */
  private static <T> List<T> limited(List<T> list, String name) throws InvalidFileException {
    if (list.isEmpty() || list.size() > MAX_RULES) {
      throw new InvalidFileException(
          "'%s' has no entry or more than %d".formatted(name, MAX_RULES));
    }
    return list;
  }

  /** The different strings of a list that is not empty. */
  private static List<String> distinct(Json.Fields fields, String name)
      throws InvalidFileException {
    List<String> texts = fields.texts(name);
    if (texts.isEmpty()) {
      throw new InvalidFileException("'" + name + "' has no entry");
    }
    if (new HashSet<>(texts).size() < texts.size()) {
      throw new InvalidFileException("'" + name + "' has an entry twice");
    }
    return texts;
  }

  private static <E extends Enum<E>> Set<E> constants(
      Class<E> type, Json.Fields fields, String name, String what) throws InvalidFileException {
    Set<E> set = EnumSet.noneOf(type);
    for (String label : distinct(fields, name)) {
      set.add(constant(type, label, what));
    }
    return set;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String label, String what)
      throws InvalidFileException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(label)) {
        return constant;
      }
    }
    throw new InvalidFileException("unknown %s '%s'".formatted(what, label));
  }
}
