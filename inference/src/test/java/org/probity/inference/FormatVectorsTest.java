package org.probity.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.probity.argument.Suite;
import org.probity.argument.program.Shape;
import org.probity.graph.Encoding;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.Json;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.policy.Policy;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import org.probity.inference.signature.Validity;

/** The examples in docs/formats.md are what the code writes and reads. */
class FormatVectorsTest {
  private static final Path SPECIFICATION = Path.of("..", "docs", "formats.md");
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] counting(int from) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }

  private static String block(String kind) throws Exception {
    String text = Files.readString(SPECIFICATION);
    Matcher matcher = Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as("block %s", kind).isTrue();
    return matcher.group(1);
  }

  private static Statement statement() {
    return new Statement(
        HEX.formatHex(counting(0)),
        List.of(
            new PortClaim(
                "applicant",
                PortClaim.Role.INPUT,
                Visibility.PUBLIC,
                2,
                Optional.of(new int[] {-3, 0, 7}),
                Optional.empty()),
            new PortClaim(
                "income",
                PortClaim.Role.INPUT,
                Visibility.COMMITTED,
                4,
                Optional.empty(),
                Optional.of(new PortClaim.Commitment(List.of(1, 20), new byte[] {0, 1, 2, 3}))),
            new PortClaim(
                "scores",
                PortClaim.Role.OUTPUT,
                Visibility.HIDDEN,
                10,
                Optional.empty(),
                Optional.empty())),
        "loan 4711".getBytes(UTF_8));
  }

  @Test
  void origin() throws Exception {
    assertThat(Files.readString(SPECIFICATION))
        .contains("\n    " + Origin.commitment(counting(0), counting(32)) + "\n");
  }

  @Test
  void certificate() throws Exception {
    Certificate certificate = new Certificate(statement(), "proof".getBytes(UTF_8));
    assertThat(new String(certificate.encode(), UTF_8)).isEqualTo(block("certificate"));
    Certificate read = Certificate.decode(block("certificate").getBytes(UTF_8));
    assertThat(read.statement().binding()).isEqualTo(statement().binding());
  }

  private static Statement batch() {
    Statement one = statement();
    List<PortClaim> ports =
        one.ports().stream()
            .map(p -> p.values().isPresent() ? p.withValues(new int[] {-3, 0, 7, 1}) : p)
            .toList();
    Origin origin =
        new Origin(
            HEX.formatHex(counting(32)), List.of("pool/out"), List.of(), new Prefix.Unproven());
    return new Statement(
        one.modelId(),
        2,
        List.of("case 7", "case 8"),
        Optional.of(origin),
        ports,
        new byte[] {0, -1});
  }

  @Test
  void certificateOfABatch() throws Exception {
    Certificate certificate = new Certificate(batch(), "proof".getBytes(UTF_8));
    assertThat(new String(certificate.encode(), UTF_8)).isEqualTo(block("batch"));
    Statement read = Certificate.decode(block("batch").getBytes(UTF_8)).statement();
    assertThat(read.binding()).isEqualTo(batch().binding());
    assertThat(read.item(1).port("applicant").values().orElseThrow()).containsExactly(7, 1);
    assertThat(read.item(1).port("income").commitment().orElseThrow().points())
        .containsExactly(2, 3);
    assertThat(read.item(1).labels()).containsExactly("case 8");
  }

  @Test
  void binding() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(statement().binding());
    assertThat(Files.readString(SPECIFICATION))
        .contains("SHA-256 of these bytes: " + HEX.formatHex(digest));
  }

  @Test
  void receipt() throws Exception {
    Receipt receipt =
        new Receipt(
            "income",
            PortClaim.Role.INPUT,
            1,
            Suite.GRUMPKIN,
            Shape.of(1, 3),
            new PortValues(Encoding.fixed(), 2, new int[] {-3, 0, 7}),
            counting(32));
    assertThat(new String(receipt.encode(), UTF_8)).isEqualTo(block("receipt"));
    Receipt read = Receipt.decode(block("receipt").getBytes(UTF_8));
    assertThat(read.seed()).isEqualTo(counting(32));
    assertThat(Files.readString(SPECIFICATION))
        .contains("It opens the commitment\n\n    " + HEX.formatHex(read.commitment()));
  }

  @Test
  void secret() throws Exception {
    Map<String, int[]> values = new LinkedHashMap<>();
    values.put("w", new int[] {1, -2, 127});
    values.put("b", new int[] {-129});
    ModelSecret secret = new ModelSecret(counting(0), counting(32), values);
    String hex = block("secret").replaceAll("\\s", "");
    assertThat(HEX.formatHex(secret.encode())).isEqualTo(hex);
    ModelSecret read = ModelSecret.decode(HEX.parseHex(hex));
    assertThat(read.modelId()).isEqualTo(HEX.formatHex(counting(0)));
    assertThat(read.values().get("w")).containsExactly(1, -2, 127);
    assertThat(read.values().get("b")).containsExactly(-129);
  }

  /** The first key of RFC 8032, section 7.1. */
  private static SigningKey signer() throws Exception {
    byte[] seed = HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    Json.Fields document =
        Documents.start("probity signing key")
            .put("signer", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
            .put("secret", seed);
    return SigningKey.decode(Documents.write(document, "checksum"));
  }

  @Test
  void modelList() throws Exception {
    ModelList list =
        ModelList.sign(
            signer(),
            new Validity(
                Instant.parse("2026-11-26T00:00:00Z"), Instant.parse("2027-11-26T00:00:00Z")),
            List.of(new Endorsement(HEX.formatHex(counting(0)), "Credit", "2.1")));
    assertThat(new String(list.encode(), UTF_8)).isEqualTo(block("list"));
    assertThat(new String(signer().signer().encode(), UTF_8)).isEqualTo(block("signer"));
  }

  @Test
  void policy() throws Exception {
    assertThat(Policy.decode(block("policy").getBytes(UTF_8)).asksForModelList()).isTrue();
  }
}
