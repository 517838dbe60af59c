package org.probity.cli.demo;

import java.util.List;

/** A decision, its certificate, and three forgeries: the whole idea in a few seconds. */
final class CreditStory implements Story {
  private static final String VERIFY =
      "verify @%s --key @bank/model.key --expect-context \"application 4711\"";

  @Override
  public String name() {
    return "credit";
  }

  @Override
  public String about() {
    return "A credit decision is certified, and three forgeries are rejected.";
  }

  @Override
  public List<String> files() {
    return List.of("credit.onnx", "credit-harsher.onnx", "calibration.csv", "applicant.json");
  }

  @Override
  public void play(Stage stage) throws Exception {
    stage.words(Term.MODEL_KEY, Term.CERTIFICATE, Term.HIDDEN, Term.CONTEXT);

    stage.scene("A bank registers its credit model");
    stage.say(
        "This fixes the model for good. The model key is for everybody; the weights stay with the"
            + " bank, in the model secret.");
    stage.run("register @credit.onnx --calibrate @calibration.csv -o @bank");

    stage.scene("It decides on an application and certifies the decision");
    stage.say(
        "Of the two scores the first speaks for granting the credit, the second for refusing it;"
            + " the larger one decides. Here it is granted. The application stays hidden.");
    stage.run("prove @bank @applicant.json -o @certificate.json --context \"application 4711\"");

    stage.scene("Anybody can check it");
    stage.say("All it takes is the certificate and the model key.");
    stage.run(VERIFY.formatted("certificate.json"));

    stage.scene("Forgery: the decision really comes from another, harsher model");
    stage.say("That model refuses. Its certificate is genuine, but not about the bank's model.");
    stage.run("register @credit-harsher.onnx --calibrate @calibration.csv -o @harsher");
    stage.run(
        "prove @harsher @applicant.json -o @swapped-model.json --context \"application 4711\"");
    stage.rejected(VERIFY.formatted("swapped-model.json"));

    stage.scene("Forgery: the decision in the certificate is turned round");
    stage.say("The two scores are exchanged, so that it says refuse.");
    stage.forge("certificate.json", "altered-decision.json", Forgeries::otherDecision);
    stage.rejected(VERIFY.formatted("altered-decision.json"));

    stage.scene("Forgery: one bit of the proof is changed");
    stage.forge("certificate.json", "altered-certificate.json", Forgeries::otherProof);
    stage.rejected(VERIFY.formatted("altered-certificate.json"));

    stage.proven(
        List.of(
            "The model that the bank has registered, and no other, gave these scores: granted.",
            "The certificate was made for application 4711 and does not hold for any other.",
            "Neither the certificate nor the model key shows the application, or the weights of the"
                + " model."),
        List.of(
            "Whose data it was: the input is hidden, so the bank may have chosen any. `probity demo"
                + " lending` shows how an applicant makes sure.",
            "That the model is good or fair, that the application is true, or that the bank acts on"
                + " the decision.",
            "That the original model would say the same: proofs are about the integer model that"
                + " was made from it. bank/fidelity.html shows how close the two are."));
  }
}
