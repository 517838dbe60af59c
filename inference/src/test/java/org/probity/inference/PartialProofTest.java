package org.probity.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.RealFunction;
import org.probity.graph.View;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.OriginSalt;
import org.probity.inference.key.PublicPrefix;
import org.probity.inference.lowering.Graphs;
import org.probity.inference.text.OriginText;

/** Certificates of a part of a file: what they say of the rest cannot be taken from them. */
class PartialProofTest {
  private static final Format CUT = Format.signed(3, 8);
  private static final byte[] FILE = new byte[32];

  /** From the original input to the cut. */
  private static final IntegerGraph BEFORE =
      new Graphs()
          .input("image", Format.signed(3, 6), 1, 4)
          .linear("a", "image", 3, 4, 8)
          .requantize("cut", "a", 4, RealFunction.X, CUT)
          .output("cut")
          .build();

  /** From the cut to the result. */
  private static final IntegerGraph HEAD =
      new Graphs()
          .input("cut", CUT, 1, 3)
          .linear("b", "cut", 2, 4, 8)
          .requantize("y", "b", 4, RealFunction.X, Format.signed(3, 8))
          .output("y")
          .build();

  private static PublicPrefix prefix;
  private static Registration behindPublic;
  private static Registration behindUnproven;

  @BeforeAll
  static void register() throws Exception {
    prefix = PublicPrefix.of(BEFORE, Samples.parameters(BEFORE, Samples.Choice.RANDOM, 1));
    behindPublic = register(new Prefix.Public(prefix.digest()));
    behindUnproven = register(new Prefix.Unproven());
  }

  private static Registration register(Prefix before) throws RefusedException {
    return Registrar.register(
        HEAD,
        Samples.parameters(HEAD, Samples.Choice.RANDOM, 2),
        Optional.of(new Source(FILE, List.of("cut"), List.of(), before)));
  }

  private static Map<String, int[]> original(long seed) {
    return Samples.inputs(BEFORE, Samples.Choice.RANDOM, seed);
  }

  private static Proven prove(Registration model, Visibility input, long... seeds)
      throws RefusedException {
    List<Map<String, int[]>> items = Arrays.stream(seeds).mapToObj(s -> original(s)).toList();
    return Prover.prove(
        model.key(),
        model.secret(),
        new ProofRequest(
            seeds.length,
            prefix.run(items),
            Map.of(),
            Map.of("cut", input, "y", Visibility.PUBLIC),
            List.of(),
            Map.of(),
            new byte[0]));
  }

  private static Check check(Verdict verdict, String name) {
    return verdict.checks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static Verdict verify(Registration model, Certificate certificate) {
    return Verifier.verify(model.key(), certificate, Expectations.none());
  }

  private static Verdict verify(
      Registration model, Proven proven, PublicPrefix run, List<Receipt> receipts, long... seeds) {
    List<Map<String, int[]>> items = Arrays.stream(seeds).mapToObj(s -> original(s)).toList();
    return Verifier.verify(
        model.key(),
        proven.certificate(),
        Expectations.none().and(new PrefixRequirement(run, items, receipts)));
  }

  // ---- the prefix is run again

  @Test
  void thePublicPrefixGivesWhatTheCertificateStartsFrom() throws Exception {
    Proven proven = prove(behindPublic, Visibility.PUBLIC, 5);
    assertThat(verify(behindPublic, proven, prefix, List.of(), 5).reason()).isEmpty();
    assertThat(verify(behindPublic, proven, prefix, List.of(), 6).reason().orElseThrow())
        .isEqualTo("port 'cut' does not hold what the prefix gives for the original input");
    assertThat(verify(behindPublic, proven, prefix, List.of(), 5, 5).reason().orElseThrow())
        .isEqualTo("the certificate is about 1 inferences, but 2 original inputs are given");
    Verdict without = verify(behindPublic, proven.certificate());
    assertThat(without.accepted()).isTrue();
    assertThat(check(without, Check.PREFIX).outcome()).isEqualTo(Outcome.NOT_CHECKED);
  }

  @Test
  void committedValuesAreComparedByTheirReceipts() throws Exception {
    Proven proven = prove(behindPublic, Visibility.COMMITTED, 5);
    Proven other = prove(behindPublic, Visibility.COMMITTED, 5);
    List<Receipt> receipts = proven.receipts();
    assertThat(verify(behindPublic, proven, prefix, receipts, 5).reason()).isEmpty();
    assertThat(verify(behindPublic, proven, prefix, receipts, 6).reason().orElseThrow())
        .contains("does not hold");
    for (List<Receipt> none : List.of(List.<Receipt>of(), other.receipts())) {
      assertThat(verify(behindPublic, proven, prefix, none, 5).reason().orElseThrow())
          .isEqualTo("port 'cut' is committed: its receipt is needed to compare");
    }
  }

  @Test
  void hiddenValuesCannotBeCompared() throws Exception {
    Proven proven = prove(behindPublic, Visibility.HIDDEN, 5);
    assertThat(verify(behindPublic, proven, prefix, List.of(), 5).reason().orElseThrow())
        .isEqualTo("port 'cut' is hidden: nobody can tell whether it comes from the prefix");
    assertThat(OriginText.lines(proven.certificate().statement()))
        .anyMatch(line -> line.contains("NOT SHOWN"));
  }

  @ParameterizedTest
  @EnumSource(names = {"PUBLIC", "COMMITTED"})
  void everyItemOfABatchIsCompared(Visibility visibility) throws Exception {
    Proven proven = prove(behindPublic, visibility, 5, 6, 7);
    List<Receipt> receipts = proven.receipts();
    assertThat(verify(behindPublic, proven, prefix, receipts, 5, 6, 7).reason()).isEmpty();
    assertThat(verify(behindPublic, proven, prefix, receipts, 5, 7, 6).reason().orElseThrow())
        .endsWith("of item 2");
    if (visibility == Visibility.COMMITTED) {
      assertThat(verify(behindPublic, proven, prefix, receipts.subList(0, 2), 5, 6, 7).reason())
          .hasValueSatisfying(reason -> assertThat(reason).endsWith("of item 3"));
    }
  }

  @Test
  void anotherPrefixIsNotTheKeys() throws Exception {
    Proven proven = prove(behindPublic, Visibility.PUBLIC, 5);
    PublicPrefix other =
        PublicPrefix.of(BEFORE, Samples.parameters(BEFORE, Samples.Choice.RANDOM, 9));
    assertThat(verify(behindPublic, proven, other, List.of(), 5).reason().orElseThrow())
        .isEqualTo("the prefix is not the one that the model key names");
    Proven unproven = prove(behindUnproven, Visibility.PUBLIC, 5);
    assertThat(verify(behindUnproven, unproven, prefix, List.of(), 5).reason().orElseThrow())
        .isEqualTo("the prefix is not the one that the model key names");
  }

  /** A key may name any digest: what does not fit it is refused all the same. */
  @Test
  void aPrefixThatDoesNotFitItsKey() throws Exception {
    IntegerGraph narrow =
        new Graphs()
            .input("image", Format.signed(3, 6), 1, 4)
            .linear("a", "image", 3, 4, 8)
            .requantize("cut", "a", 4, RealFunction.X, Format.signed(2, 8))
            .output("cut")
            .build();
    PublicPrefix other =
        PublicPrefix.of(narrow, Samples.parameters(narrow, Samples.Choice.RANDOM, 1));
    Registration model = register(new Prefix.Public(other.digest()));
    Proven proven = prove(model, Visibility.PUBLIC, 5);
    assertThat(verify(model, proven, other, List.of(), 5).reason().orElseThrow())
        .isEqualTo(
            "the prefix does not fit the model key: cut is given with 2 fraction bits and taken"
                + " with 3");
  }

  /** Sums of the input over that many cells, of which it knows nothing. */
  private static IntegerGraph summed(int cells) {
    return new Graphs()
        .input("x", new Format(0, 0, 1), 1)
        .contract("s", List.of(1), List.of(cells, 1 << 12), View.identity("x", 1))
        .requantize("cut", "s", 32, RealFunction.X, Format.signed(0, 16))
        .output("cut")
        .build();
  }

  /** A small file may ask for any work of whoever runs it. */
  @Test
  void aPrefixThatTakesTooMuch() throws Exception {
    String fault =
        "the part before the cut takes too much to run: more than 2^27 cells at a time at node 's';"
            + " cut earlier";
    Parameters none = new Parameters(Map.of());
    assertThatThrownBy(() -> PublicPrefix.of(summed(1 << 22), none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(fault);
    PublicPrefix small = PublicPrefix.of(summed(1 << 10), none);
    assertThat(small.run(List.of(Map.of("x", new int[] {1}))).get("cut")).containsExactly(0);
    String large =
        new String(small.encode(), UTF_8)
            .replace("\"summed\": [1024, 4096]", "\"summed\": [4194304, 4096]")
            .replace("\"max\": 4194304", "\"max\": " + (1L << 34));
    byte[] file = Documents.write(Documents.parse(large.getBytes(UTF_8)), "prefix");
    assertThatThrownBy(() -> PublicPrefix.decode(file))
        .isInstanceOf(InvalidFileException.class)
        .hasMessage(fault);
  }

  // ---- what is not proven says so

  @Test
  void hiddenInputsBehindAnUnprovenPartAreRefused() throws Exception {
    assertThatThrownBy(() -> prove(behindUnproven, Visibility.HIDDEN, 5))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("make it committed or public");
    // The same part without a label can be proven with a hidden input, and does not pass for it.
    Registration plain =
        Registrar.register(HEAD, Samples.parameters(HEAD, Samples.Choice.RANDOM, 2));
    Statement s = prove(plain, Visibility.HIDDEN, 5).certificate().statement();
    Statement moved = with(s, behindUnproven.key().modelId(), behindUnproven.key().origin());
    Certificate forged =
        new Certificate(moved, prove(plain, Visibility.HIDDEN, 5).certificate().proof());
    Verdict verdict = verify(behindUnproven, forged);
    assertThat(check(verdict, Check.ORIGIN).detail()).contains("make it committed or public");
    assertThat(verdict.accepted()).isFalse();
  }

  @Test
  void theLabelIsShown() throws Exception {
    Statement s = prove(behindUnproven, Visibility.COMMITTED, 5).certificate().statement();
    assertThat(OriginText.lines(s))
        .contains("  before   NOT PROVEN: that cut comes from any input")
        .contains("  proven   the part from cut to the results");
    assertThat(
            check(
                    verify(
                        behindUnproven, prove(behindUnproven, Visibility.PUBLIC, 5).certificate()),
                    Check.ORIGIN)
                .detail())
        .contains("WHAT COMES BEFORE IS NOT PROVEN");
  }

  private static Statement with(Statement s, String model, Optional<Origin> origin) {
    return new Statement(model, s.count(), s.labels(), origin, s.ports(), s.context());
  }

  static List<UnaryOperator<Optional<Origin>>> changes() {
    String other = "ab".repeat(32);
    return List.of(
        o -> Optional.empty(),
        o -> o.map(x -> new Origin(other, x.from(), x.to(), x.prefix())),
        o -> o.map(x -> new Origin(x.file(), List.of("image"), x.to(), x.prefix())),
        o -> o.map(x -> new Origin(x.file(), x.from(), List.of("y"), x.prefix())),
        o -> o.map(x -> new Origin(x.file(), List.of(), x.to(), new Prefix.None())),
        o -> o.map(x -> new Origin(x.file(), x.from(), x.to(), new Prefix.Public(other))),
        o ->
            o.map(
                x ->
                    new Origin(
                        x.file(),
                        x.from(),
                        x.to(),
                        x.prefix() instanceof Prefix.Unproven
                            ? new Prefix.Public(prefix.digest())
                            : new Prefix.Unproven())));
  }

  /** In the statement, and where the key is changed to say the same. */
  @ParameterizedTest
  @MethodSource("changes")
  void labelsThatAreTakenAwayOrAltered(UnaryOperator<Optional<Origin>> change) throws Exception {
    for (Registration model : List.of(behindPublic, behindUnproven)) {
      Certificate honest = prove(model, Visibility.PUBLIC, 5).certificate();
      assertThat(verify(model, honest).accepted()).isTrue();
      Optional<Origin> altered = change.apply(model.key().origin());
      Statement s = honest.statement();
      Verdict verdict =
          verify(model, new Certificate(with(s, s.modelId(), altered), honest.proof()));
      assertThat(check(verdict, Check.ORIGIN).hasFailed()).isTrue();
      ModelKey key;
      try {
        key = withOrigin(model.key(), altered);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessage("the origin's tensors are not those of the ports");
        continue;
      }
      assertThat(key.modelId()).isNotEqualTo(model.key().modelId());
      // The registration was proven for a key that says something else.
      assertThat(Verifier.checkKey(key)).isPresent();
      Certificate moved = new Certificate(with(s, key.modelId(), altered), honest.proof());
      assertThat(Verifier.verify(key, moved, Expectations.none()).accepted()).isFalse();
    }
  }

  private static ModelKey withOrigin(ModelKey key, Optional<Origin> origin) {
    return ModelKey.of(
        key.suite(),
        key.graph(),
        key.plan(),
        key.registrationProgram().program().rowBits(),
        origin,
        TestDocuments.commitments(key),
        key.registrationProof());
  }

  @Test
  void labelsThatAreMovedBetweenKeys() throws Exception {
    Certificate one = prove(behindPublic, Visibility.PUBLIC, 5).certificate();
    Certificate two = prove(behindUnproven, Visibility.PUBLIC, 5).certificate();
    Statement s = two.statement();
    List<Statement> moved =
        List.of(
            one.statement(),
            with(s, behindPublic.key().modelId(), s.origin()),
            with(s, behindPublic.key().modelId(), behindPublic.key().origin()));
    for (Statement statement : moved) {
      assertThat(verify(behindPublic, new Certificate(statement, two.proof())).accepted())
          .isFalse();
    }
  }

  /** The proof itself is bound to the origin, whoever compares it with the key's. */
  @Test
  void theBindingHasTheOrigin() throws Exception {
    Statement s = prove(behindPublic, Visibility.PUBLIC, 5).certificate().statement();
    for (UnaryOperator<Optional<Origin>> change : changes()) {
      Statement changed = with(s, s.modelId(), change.apply(s.origin()));
      assertThat(changed.binding()).isNotEqualTo(s.binding());
    }
  }

  // ---- which file it was

  @Test
  void theFileIsCommittedToUnderASalt() throws Exception {
    byte[] salt = behindPublic.secret().originSalt();
    Origin origin = behindPublic.key().origin().orElseThrow();
    assertThat(salt).hasSize(OriginSalt.SIZE);
    assertThat(origin.isOf(salt, FILE)).isTrue();
    byte[] other = FILE.clone();
    other[31] = 1;
    assertThat(origin.isOf(salt, other)).isFalse();
    assertThat(origin.isOf(behindUnproven.secret().originSalt(), FILE)).isFalse();
    // The same file, registered again, does not show that it is the same.
    assertThat(behindUnproven.key().origin().orElseThrow().file()).isNotEqualTo(origin.file());
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update("probity origin\0".getBytes(StandardCharsets.US_ASCII));
    sha.update(salt);
    sha.update(FILE);
    assertThat(origin.file()).isEqualTo(HexFormat.of().formatHex(sha.digest()));
    assertThatThrownBy(() -> origin.isOf(new byte[31], new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The salt is shown to auditors: it must not be what the blinders come from. */
  @Test
  void theSaltIsNotTheSeed() {
    byte[] secret = behindPublic.secret().encode();
    byte[] salt = behindPublic.secret().originSalt();
    assertThat(new String(secret, StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(salt, StandardCharsets.ISO_8859_1));
    assertThat(OriginSalt.of(new byte[32])).isNotEqualTo(OriginSalt.of(new byte[33]));
  }

  /** RFC 5869 step by step: without a salt, its key is 32 zeros. */
  @Test
  void theSaltIsDerivedAsDocumented() throws Exception {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    byte[] extracted = hmac(new byte[32], seed);
    byte[] info = "probity origin salt\u0001".getBytes(StandardCharsets.US_ASCII);
    assertThat(OriginSalt.of(seed)).isEqualTo(hmac(extracted, info));
  }

  private static byte[] hmac(byte[] key, byte[] text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  @Test
  void tensorsOfTheOriginAreThePorts() {
    assertThatThrownBy(
            () ->
                Registrar.register(
                    HEAD,
                    Samples.parameters(HEAD, Samples.Choice.RANDOM, 2),
                    Optional.of(
                        new Source(FILE, List.of("other"), List.of(), new Prefix.Unproven()))))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the origin's tensors are not those of the ports");
  }

  @Test
  void originsThatSayNothing() {
    String digest = "ab".repeat(32);
    Prefix none = new Prefix.None();
    for (String bad :
        List.of("", digest.substring(1), digest + "0", "AB".repeat(32), "g" + digest)) {
      assertThatThrownBy(() -> new Origin(bad, List.of(), List.of(), none))
          .hasMessage("a digest of the origin is not 64 hexadecimal digits");
      assertThatThrownBy(() -> new Prefix.Public(bad))
          .hasMessage("a digest of the origin is not 64 hexadecimal digits");
    }
    for (String bad : List.of("", "a\u001b[2J", "a".repeat(257))) {
      assertThatThrownBy(() -> new Origin(digest, List.of(bad), List.of(), new Prefix.Unproven()))
          .hasMessageContaining("a tensor of the origin");
      assertThatThrownBy(() -> new Origin(digest, List.of(), List.of(bad), none))
          .hasMessageContaining("a tensor of the origin");
    }
    // What starts within a file has something before it, and nothing else has.
    assertThatThrownBy(() -> new Origin(digest, List.of("cut"), List.of(), none))
        .hasMessageContaining("if and only if");
    assertThatThrownBy(() -> new Origin(digest, List.of(), List.of(), new Prefix.Unproven()))
        .hasMessageContaining("if and only if");
  }

  /** An owner makes keys with other programs than ours, and proves what they say. */
  @Test
  void aKeyThatNamesOtherTensorsThanItsPortsIsNone() throws Exception {
    String file = new String(behindUnproven.key().encode(), StandardCharsets.UTF_8);
    for (String from : List.of("\"image\"", "\"cut\", \"cut\"")) {
      String other = file.replace("\"from\": [\"cut\"]", "\"from\": [" + from + "]");
      byte[] key =
          Documents.write(
              Documents.parse(other.getBytes(StandardCharsets.UTF_8)).without("model"), "model");
      assertThatThrownBy(() -> ModelKey.decode(key))
          .isInstanceOf(InvalidFileException.class)
          .hasMessage("the origin's tensors are not those of the ports");
    }
  }

  @Test
  void aKeyFromItsFileSaysTheSame() throws Exception {
    for (Registration model : List.of(behindPublic, behindUnproven)) {
      ModelKey read = ModelKey.decode(model.key().encode());
      assertThat(read.origin()).isEqualTo(model.key().origin());
      assertThat(read.modelId()).isEqualTo(model.key().modelId());
    }
  }

  @Test
  void aPrefixFromItsFileRunsTheSame() throws Exception {
    PublicPrefix read = PublicPrefix.decode(prefix.encode());
    assertThat(read.digest()).isEqualTo(prefix.digest());
    List<Map<String, int[]>> items = List.of(original(1), original(2));
    assertThat(read.run(items).get("cut")).containsExactly(prefix.run(items).get("cut"));
    assertThat(prefix.run(items).get("cut")).hasSize(6);
  }
}
