package org.probity.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A bank, a regulator and an applicant: which model it was, and whose data. */
final class LendingStory implements Story {
  private static final String VERIFY = "verify @%s --key @bank/model.key";
  private static final String BY_POLICY =
      VERIFY + " --policy @policy.json --signature @bank/model.sig";
  private static final String DECIDE =
      "prove @%s @%s -o @%s --visibility inputs=committed --context \"%s\"";
  private static final String CASE = "loan 4711 of 2026-11-26";

  /** What the regulator writes; the signer's id is the bank's. */
  private static final String POLICY =
      """
      {
        "format": "probity policy",
        "version": 1,
        "modelList": {"signer": "SIGNER", "name": "scorecard", "versions": ["2.1"]},
        "visibilities": [
          {"role": "input", "allowed": ["committed"]},
          {"role": "output", "allowed": ["public"]}
        ],
        "context": {"pattern": "loan * of *"},
        "conditions": ["label == 'refuse' equals probabilities[1] > 0.5"]
      }
      """;

  @Override
  public String name() {
    return "lending";
  }

  @Override
  public String about() {
    return "A bank decides on a loan; a regulator and the applicant check it.";
  }

  @Override
  public List<String> files() {
    return List.of(
        "scorecard.onnx", "scorecard-harsher.onnx", "calibration.csv", "close-call.json");
  }

  @Override
  public void play(Stage stage) throws Exception {
    stage.words(
        Term.MODEL_KEY,
        Term.CERTIFICATE,
        Term.COMMITTED,
        Term.RECEIPT,
        Term.CONTEXT,
        Term.SIGNATURE,
        Term.POLICY);

    stage.scene("The bank registers its scorecard and signs it with name and version");
    stage.say(
        "The model key and the signature are for everybody; the points of the card stay secret.");
    stage.run("register @scorecard.onnx --calibrate @calibration.csv -o @bank");
    stage.run("keys new-signer -o @bank-signer");
    stage.run(
        "keys sign @bank/model.key --name scorecard --version 2.1 --signer @bank-signer.private"
            + " -o @bank/model.sig");

    stage.scene("The regulator writes down what a certificate has to be like");
    stage.say(
        "It demands this version of the model, the applicant's data sealed and not merely hidden,"
            + " an open decision, a case number, and a decision that follows from the score.");
    stage.write(
        "policy.json",
        POLICY.replace("SIGNER", stage.signer("bank-signer.pub")).getBytes(StandardCharsets.UTF_8));
    stage.show("policy.json");

    stage.scene("The bank decides and certifies the decision");
    stage.say(
        "The data of the applicant goes into the certificate sealed. What opens it, a receipt for"
            + " each column, goes to the applicant and to nobody else. The applicant is a close"
            + " call: the probability of grant is the first, that of refuse the second.");
    stage.run(DECIDE.formatted("bank", "close-call.json", "decision.json", CASE));

    stage.scene("The regulator checks the certificate, without the applicant's data");
    stage.run(BY_POLICY.formatted("decision.json"));

    stage.scene("The applicant checks that it was about the right data");
    stage.run("receipt check @decision.json @decision.json.*.receipt --key @bank/model.key");

    stage.scene("The applicant gets a page to read and to keep");
    stage.say("It says in plain words what this story says at its end.");
    stage.run(
        "show @decision.json --key @bank/model.key --signature @bank/model.sig --signer"
            + " @bank-signer.pub --receipt @decision.json.*.receipt -o @decision.html");

    stage.scene("Caught: the decision really comes from a harsher model");
    stage.say("The bank applies other points than those it has registered: refused, not granted.");
    stage.run("register @scorecard-harsher.onnx --calibrate @calibration.csv -o @harsher");
    stage.run(DECIDE.formatted("harsher", "close-call.json", "harsher.json", CASE));
    stage.rejected(BY_POLICY.formatted("harsher.json"));

    stage.scene("Caught: the decision is about somebody else's data");
    stage.say("The bank hands out a certificate that was made for another applicant.");
    stage.run(
        "prove @bank @calibration.csv --row 1 -o @other.json --visibility inputs=committed"
            + " --context \""
            + CASE
            + "\"");
    stage.rejected("receipt check @other.json @decision.json.*.receipt --key @bank/model.key");

    stage.scene("Caught: the decision in the certificate is changed");
    stage.say("The decision alone, so that it does not follow from the score any more:");
    stage.forge("decision.json", "other-decision.json", Forgeries::otherLabel);
    stage.rejected(BY_POLICY.formatted("other-decision.json"));
    stage.say("The decision and the score:");
    stage.forge("decision.json", "other-score.json", Forgeries::otherDecision);
    stage.rejected(BY_POLICY.formatted("other-score.json"));

    stage.scene("Caught: the certificate of another case");
    stage.rejected(
        VERIFY.formatted("decision.json") + " --expect-context \"loan 4712 of 2026-11-26\"");

    stage.proven(
        List.of(
            "Version 2.1 of the bank's scorecard, and no other model, has made this decision:"
                + " grant.",
            "It was made on exactly the data that the applicant has receipts for.",
            "It was made for loan 4711 of 2026-11-26, and follows from the score.",
            "What the regulator checked does not show the applicant's data, and none of this shows"
                + " the points of the scorecard."),
        List.of(
            "That the scorecard is good, fair or lawful, or that the data is true: only that they"
                + " were used.",
            "That the bank acts on this decision, or that there is no other certificate for the"
                + " same case: agree on case numbers.",
            "That the original model would say the same: proofs are about the integer model that"
                + " was made from it. bank/fidelity.html shows how close the two are."));
  }
}
