package org.probity.cli.demo;

import java.util.List;

/** An insurer and its customers: the agreed tariff, one's own data, a month of prices at once. */
final class InsuranceStory implements Story {
  private static final String VERIFY = "verify @%s --key @tariff/model.key";
  private static final String CHECK = "receipt check @%s @%s --key @tariff/model.key";
  private static final String PRICE =
      "prove @%s @policy.json -o @%s --visibility inputs=committed --context \"policy 2026-0815\"";

  @Override
  public String name() {
    return "insurance";
  }

  @Override
  public String about() {
    return "An insurer prices motor policies by a tariff that both sides have agreed on.";
  }

  @Override
  public List<String> files() {
    return List.of(
        "tariff.onnx", "tariff-harsher.onnx", "calibration.csv", "policy.json", "month.csv");
  }

  @Override
  public void play(Stage stage) throws Exception {
    stage.words(
        Term.MODEL_KEY, Term.CERTIFICATE, Term.COMMITTED, Term.RECEIPT, Term.CONTEXT, Term.BATCH);

    stage.scene("Insurer and customer agree on a tariff");
    stage.say("The model id goes into the contract; the customer keeps the model key.");
    stage.run("register @tariff.onnx --calibrate @calibration.csv -o @tariff");

    stage.scene("The insurer prices the customer's policy");
    stage.say(
        "What the tariff gives, variable, is the number of claims to expect in a year, which the"
            + " premium follows from. The customer's data is sealed; the receipts are the"
            + " customer's.");
    stage.run(PRICE.formatted("tariff", "price.json"));

    stage.scene("The customer checks the price: the agreed tariff, the own data");
    stage.run(CHECK.formatted("price.json", "price.json.*.receipt"));

    stage.scene("Caught: the price was made from another customer's data");
    stage.run(
        "prove @tariff @month.csv --labels policy --row 7 -o @other-data.json --visibility"
            + " inputs=committed --context \"policy 2026-0815\"");
    stage.run(VERIFY.formatted("other-data.json"));
    stage.say("A valid certificate, but not about this customer:");
    stage.rejected(CHECK.formatted("other-data.json", "price.json.*.receipt"));

    stage.scene("Caught: a harsher tariff");
    stage.say("The insurer prices by another tariff than the agreed one, here a quarter dearer.");
    stage.run("register @tariff-harsher.onnx --calibrate @calibration.csv -o @harsher");
    stage.run(PRICE.formatted("harsher", "harsher-price.json"));
    stage.rejected(VERIFY.formatted("harsher-price.json"));

    stage.scene("A month of prices in one certificate");
    stage.say(
        "Thirty policies are priced at once. Labels and prices are public, the data is sealed.");
    stage.run(
        "prove @tariff @month.csv --batch --labels policy -o @month.json --visibility"
            + " inputs=committed --context \"prices of 2026-10\"");
    stage.run(VERIFY.formatted("month.json") + " --expect-context \"prices of 2026-10\"");

    stage.scene("Each customer has receipts for the own item of the month");
    stage.run(CHECK.formatted("month.json", "month.json.receipts/P-1007.*.receipt"));

    stage.scene("Caught: two customers' prices are exchanged");
    stage.forge("month.json", "exchanged.json", Forgeries::otherOrder);
    stage.rejected(VERIFY.formatted("exchanged.json"));

    stage.proven(
        List.of(
            "The agreed tariff, and no other, gave the customer's price, and each of the month.",
            "Each price was made from exactly the data in the receipts of that customer.",
            "None of this shows the tariff, and no customer's receipts open another one's data."),
        List.of(
            "That the tariff is fair, or that what customers say of themselves is true.",
            "That the month is complete: compare its labels with your own list of policies.",
            "That nobody learns prices of others: in the month they are public, like the labels."
                + " They can be committed, too.",
            "That the original model would say the same: proofs are about the integer model that"
                + " was made from it. tariff/fidelity.html shows how close the two are."));
  }
}
