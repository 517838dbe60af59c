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
    stage.scene("A bank registers its credit model");
    stage.say("The model key is for everybody; the weights stay secret.");
    stage.run("register @credit.onnx --calibrate @calibration.csv -o @bank");
    stage.scene("It decides on an application and certifies the decision");
    stage.say("The application stays hidden.");
    stage.run("prove @bank @applicant.json -o @certificate.json --context \"application 4711\"");
    stage.scene("Anybody can check it");
    stage.run(VERIFY.formatted("certificate.json"));
    stage.scene("Forgery: the decision really comes from another, harsher model");
    stage.run("register @credit-harsher.onnx --calibrate @calibration.csv -o @harsher");
    stage.run(
        "prove @harsher @applicant.json -o @swapped-model.json --context \"application 4711\"");
    stage.rejected(VERIFY.formatted("swapped-model.json"));
    stage.scene("Forgery: the decision in the certificate is turned round");
    stage.forge("certificate.json", "altered-decision.json", Forgeries::otherDecision);
    stage.rejected(VERIFY.formatted("altered-decision.json"));
    stage.scene("Forgery: one bit of the proof is changed");
    stage.forge("certificate.json", "altered-certificate.json", Forgeries::otherProof);
    stage.rejected(VERIFY.formatted("altered-certificate.json"));
    stage.proven(
        List.of(
            "The registered model, and no other, gave these scores",
            "for an application that its owner keeps to himself,",
            "and the certificate was made for application 4711."),
        List.of(
            "That it was the application of anybody in particular: `probity demo lending` does"
                + " that.",
            "That the model is good or fair, or that the application is true."));
  }
}
