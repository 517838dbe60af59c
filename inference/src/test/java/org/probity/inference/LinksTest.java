package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.probity.graph.Encoding;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/**
 * Equal points and equal integers say nothing by themselves: they are the same values only if they
 * are laid out and read alike. Keys of one family may well differ in just that.
 */
class LinksTest {
  private static final byte[] POINTS = new byte[64];
  private static final int[] VALUES = {5, -7, 0};

  private static PortClaim committed(int fraction, Encoding encoding, List<Integer> shape) {
    return new PortClaim(
        "income",
        PortClaim.Role.INPUT,
        Visibility.COMMITTED,
        fraction,
        encoding,
        Optional.empty(),
        Optional.of(new PortClaim.Commitment(shape, POINTS)));
  }

  private static PortClaim shown(int fraction, Encoding encoding) {
    return new PortClaim(
        "income",
        PortClaim.Role.INPUT,
        Visibility.PUBLIC,
        fraction,
        encoding,
        Optional.of(VALUES),
        Optional.empty());
  }

  private static PortClaim hidden() {
    return new PortClaim(
        "income", PortClaim.Role.INPUT, Visibility.HIDDEN, 3, Optional.empty(), Optional.empty());
  }

  private static List<Link> links(PortClaim first, PortClaim second) {
    return Links.of(
        List.of(
            new Statement("ab".repeat(32), List.of(first), new byte[0]),
            new Statement("cd".repeat(32), List.of(second), new byte[0])));
  }

  @Test
  void alike() {
    PortClaim one = committed(3, Encoding.fixed(), List.of(1, 3));
    assertThat(links(one, one)).hasSize(1);
    assertThat(links(shown(3, Encoding.fixed()), shown(3, Encoding.fixed()))).hasSize(1);
  }

  @Test
  void anotherFractionEncodingOrShape() {
    Encoding affine = new Encoding.Affine(0.5f, 0);
    PortClaim one = committed(3, Encoding.fixed(), List.of(1, 3));
    assertThat(links(one, committed(4, Encoding.fixed(), List.of(1, 3)))).isEmpty();
    assertThat(links(one, committed(3, affine, List.of(1, 3)))).isEmpty();
    assertThat(links(one, committed(3, Encoding.fixed(), List.of(3)))).isEmpty();
    PortClaim shown = shown(3, Encoding.fixed());
    assertThat(links(shown, shown(4, Encoding.fixed()))).isEmpty();
    assertThat(links(shown, shown(3, affine))).isEmpty();
  }

  @Test
  void anotherVisibility() {
    PortClaim one = committed(3, Encoding.fixed(), List.of(1, 3));
    assertThat(links(one, shown(3, Encoding.fixed()))).isEmpty();
    assertThat(links(hidden(), hidden())).isEmpty();
  }
}
