package org.probity.cli.demo;

import java.util.List;

/** A platform's filter: a public backbone that anybody runs again, and a secret head. */
final class ContentStory implements Story {
  private static final String VERIFY =
      "verify @%s --key @filter/model.key --signature @filter/model.sig --signer @platform.pub";
  private static final String AGAIN = VERIFY + " --prefix @filter/model.prefix --input @%s";

  @Override
  public String name() {
    return "content";
  }

  @Override
  public String about() {
    return "A platform shows that a named classifier has reviewed a message.";
  }

  @Override
  public List<String> files() {
    return List.of("spam.onnx", "calibration.npz", "message.json", "message-altered.json");
  }

  @Override
  public void play(Stage stage) throws Exception {
    stage.words(
        Term.MODEL_KEY,
        Term.CERTIFICATE,
        Term.PREFIX,
        Term.COMMITTED,
        Term.RECEIPT,
        Term.CONTEXT,
        Term.SIGNATURE);

    stage.scene("A platform registers its spam filter: a public backbone, a secret head");
    stage.say(
        "The backbone turns words into vectors and is published with its weights: 16,384 numbers."
            + " The head behind it decides, by 1,634 numbers that spammers would like to know; it"
            + " is proven. /Transpose_output_0 is what the file calls the vectors in between.");
    stage.run(
        "register @spam.onnx --calibrate @calibration.npz --from /Transpose_output_0 --prefix"
            + " public -o @filter");

    stage.scene("The classifier gets a name that the platform answers for");
    stage.run("keys new-signer -o @platform");
    stage.run(
        "keys sign @filter/model.key --name \"Example spam filter\" --version 1.0 --signer"
            + " @platform.private -o @filter/model.sig");

    stage.scene("It reviews a message and certifies the review");
    stage.say(
        "\"Well done! You have won a £500 voucher. Call 0900 000 1234 now ...\" The first score"
            + " speaks for no spam, the second for spam; the larger one decides.");
    stage.run("prove @filter @message.json -o @review.json --context \"post 90125\"");

    stage.scene("Anybody who has the message checks the review");
    stage.say("The backbone is run again on the message; what it gives is where the proof starts.");
    stage.run(AGAIN.formatted("review.json", "message.json"));

    stage.scene("Caught: the review is shown for another message");
    stage.say("\"Well done! I heard that you have passed the exam. Are you free tonight? ...\"");
    stage.rejected(AGAIN.formatted("review.json", "message-altered.json"));

    stage.scene("Caught: spam is turned into no spam");
    stage.forge("review.json", "no-spam.json", Forgeries::otherDecision);
    stage.rejected(AGAIN.formatted("no-spam.json", "message.json"));

    stage.scene("Caught: the label is removed that says which part is proven");
    stage.forge("review.json", "no-label.json", Forgeries::withoutOrigin);
    stage.rejected(VERIFY.formatted("no-label.json"));

    stage.scene("A private message: the review is for everybody, the message is not");
    stage.say("What the backbone gives is sealed; the receipt goes to who has the message.");
    stage.run(
        "prove @filter @message-altered.json -o @private.json --context \"message 7\" --visibility"
            + " inputs=committed");
    stage.run(VERIFY.formatted("private.json"));
    stage.run(
        AGAIN.formatted("private.json", "message-altered.json")
            + " --receipt @private.json._Transpose_output_0.receipt");

    stage.proven(
        List.of(
            "The head that the platform calls Example spam filter 1.0, and no other, has reviewed"
                + " what the public backbone makes of this message, and gave these scores: spam.",
            "The review was made for post 90125.",
            "A private message was reviewed, too: that it was, everybody can check; that it was"
                + " this one, only who has the message and the receipt.",
            "Nobody but the platform has seen the weights of the head."),
        List.of(
            "The backbone: who has the message runs it again, as verify does here. Without the"
                + " message, the review is about some vectors, and nothing says of what.",
            "That the filter is right, that every message is reviewed, or that the platform acts on"
                + " a review.",
            "That the words were these: they are hashed to numbers, and another text with the same"
                + " numbers is the same message to the filter."));
  }
}
