package org.probity.argument.protocol;

import org.probity.algebra.field.FieldElement;

/**
 * T8, the closing: one AND-composed Sigma protocol for everything that is left,
 *
 * <ul>
 *   <li>the opened vector: {@code C* = <z*, G> + s* H},
 *   <li>the pads: {@code C_rho = <rho, P> + s_rho H}, and {@code C_a, C_b, C_pi} over (G_0, H),
 *   <li>{@code pi = rho_a rho_b}, as {@code C_pi = rho_b C_a + (s_pi - rho_b s_a) H},
 *   <li>the linear system: {@code <rho, lambda> + l_a rho_a + l_b rho_b + l_pi pi + <z*, eq(t*)> =
 *       t}.
 * </ul>
 *
 * First messages M for each opening and {@code y_r}, the linear form of the masks; a challenge c;
 * responses {@code c * secret + mask}. {@code z_b} is the one scalar in both the opening of C_b and
 * the product. Responses of vectors are not sent but proven by {@link InnerProduct}, one argument
 * for each generator family: commitments over different families must never be added into one, or a
 * component planted on the other family could stand in for the model.
 */
final class Sigma {
  private Sigma() {}

  /** First messages in transcript order. */
  static final String[] FIRST = {"M_z", "M_rho", "M_a", "M_b", "M_pi", "M_x"};

  /** Responses in transcript order. */
  record Responses(
      FieldElement a,
      FieldElement b,
      FieldElement pi,
      FieldElement blinderZ,
      FieldElement blinderRho,
      FieldElement blinderA,
      FieldElement blinderB,
      FieldElement blinderPi,
      FieldElement blinderProduct,
      FieldElement yz) {
    @Override
    public String toString() {
      return "Responses";
    }
  }
}
