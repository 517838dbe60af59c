package org.probity.argument.hidden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/**
 * The hidden back end: messages are padded, constraints are collected as linear forms over the
 * pads. After the {@code k} ordinary pads come three that are committed on their own: {@code
 * rho_a}, {@code rho_b} and {@code pi = rho_a * rho_b}.
 */
public abstract class HiddenChannel implements Channel {
  private record ProductConstraint(String check, List<Product> products, HiddenValue equal) {}

  private final PrimeField field;
  private final Transcript transcript;
  private final Tape tape = new Tape();
  private final int pads;
  private int received;
  private final List<Integer> forms = new ArrayList<>();
  private final List<FieldElement> numbers = new ArrayList<>();
  private final List<ProductConstraint> products = new ArrayList<>();

  /**
   * A channel for a known number of messages.
   *
   * @param pads number {@code k} of ordinary pads, one for each message
   */
  protected HiddenChannel(PrimeField field, Transcript transcript, int pads) {
    this.field = field;
    this.transcript = transcript;
    this.pads = pads;
  }

  /** The padded message as it goes over the wire, and the number a {@link Value} carries for it. */
  protected record Transfer(FieldElement shown, FieldElement number) {}

  /** Sends or receives the message padded with pad number {@code pad}. */
  protected abstract Transfer transfer(String label, int pad, Supplier<FieldElement> clear);

  /** Called for each constraint; the prover's side knows the number to be the hidden value. */
  protected abstract void constrained(String check, FieldElement number);

  @Override
  public PrimeField field() {
    return field;
  }

  @Override
  public Value constant(FieldElement c) {
    return new HiddenValue(tape, c, Tape.ZERO);
  }

  @Override
  public Value message(String label, Supplier<FieldElement> clear) {
    if (received == pads) {
      throw new IllegalStateException("more messages than pads");
    }
    return padded(label, received++, clear);
  }

  private HiddenValue padded(String label, int pad, Supplier<FieldElement> clear) {
    Transfer transfer = transfer(label, pad, clear);
    transcript.absorb(label, transfer.shown().encode());
    return new HiddenValue(tape, transfer.number(), tape.leaf(pad));
  }

  @Override
  public FieldElement challenge(String label) {
    return transcript.challenge(label, field);
  }

  @Override
  public void assertZero(String check, Value value) {
    HiddenValue v = (HiddenValue) value;
    constrained(check, v.number());
    forms.add(v.form());
    numbers.add(v.number());
  }

  @Override
  public void assertProducts(String check, List<Product> terms, Value equal) {
    products.add(new ProductConstraint(check, terms, (HiddenValue) equal));
  }

  /** Transcript for what is not a hidden message. */
  public Transcript transcript() {
    return transcript;
  }

  /**
   * T7: reduces all product constraints to linear ones and the single product of the two extra
   * pads. Powers of a challenge go into the second factors; one padded inner-product sumcheck
   * remains.
   */
  public void reduceProducts() {
    FieldElement tau = challenge("products tau");
    List<HiddenValue> xs = new ArrayList<>();
    List<HiddenValue> ys = new ArrayList<>();
    Value claim = constant(field.zero());
    FieldElement power = field.one();
    for (ProductConstraint constraint : products) {
      for (Product product : constraint.products()) {
        xs.add((HiddenValue) product.x());
        ys.add((HiddenValue) product.y().times(power));
      }
      claim = claim.plus(constraint.equal().times(power));
      power = power.multiply(tau);
    }
    new ProductReduction(this, xs, ys).run(claim);
  }

  /** The value of the product of the two final factors; see {@link ProductReduction}. */
  Value finalProduct(Supplier<FieldElement> a, Supplier<FieldElement> b, FinalFactors use) {
    HiddenValue first = padded("products a", pads, a);
    HiddenValue second = padded("products b", pads + 1, b);
    use.accept(first, second);
    // (a^ - rho_a)(b^ - rho_b) = a^ b^ - (b^ rho_a + a^ rho_b - pi); on the prover's side the
    // number
    // is the product itself and the coefficients are the shown factors.
    FieldElement shownA = shown(pads);
    FieldElement shownB = shown(pads + 1);
    int linear = tape.combine(first.form(), shownB, second.form(), shownA);
    int form = tape.combine(linear, null, tape.leaf(pads + 2), field.one().negate());
    return new HiddenValue(tape, first.number().multiply(second.number()), form);
  }

  /** The padded value of a message already transferred. */
  protected abstract FieldElement shown(int pad);

  /** Consumer of the two final factors. */
  interface FinalFactors {
    void accept(Value a, Value b);
  }

  /**
   * Combines all constraints with powers of {@code xi}, starting with the opening constraint {@code
   * sigma = opened} at power zero: {@code <pads, coefficients> + sigma = total}.
   */
  public LinearSystem combine(Value opened) {
    if (received != pads) {
      throw new IllegalStateException("unused pads");
    }
    FieldElement xi = challenge("constraints xi");
    HiddenValue sigma = (HiddenValue) opened;
    List<FieldElement> weights = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    all.add(sigma.form());
    weights.add(field.one());
    FieldElement total = sigma.number();
    FieldElement power = xi;
    for (int i = 0; i < forms.size(); i++) {
      all.add(forms.get(i));
      weights.add(power);
      total = total.add(power.multiply(numbers.get(i)));
      power = power.multiply(xi);
    }
    return new LinearSystem(tape.coefficients(field, pads + 3, all, weights), total);
  }

  /**
   * {@code sum coefficients_i * pad_i + sigma = total}; the last three pads are rho_a, rho_b, pi.
   * On the prover's side {@code total} has no meaning.
   */
  public record LinearSystem(FieldElement[] coefficients, FieldElement total) {}
}
