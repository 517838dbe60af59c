package org.probity.cli.demo;

import java.util.List;

/** A contract asks for the risk of a price; the answer serves one chain, contract and question. */
final class AgentStory implements Story {
  private static final String CONTEXT = "\"chain 1, contract 0x5afe...c0de, nonce %d\"";
  private static final String VERIFY = "verify @%s --key @oracle/model.key --expect-context %s";
  private static final String ASKED = CONTEXT.formatted(42);

  @Override
  public String name() {
    return "agent";
  }

  @Override
  public String about() {
    return "An agent may act only on a risk that the agreed model has computed, once.";
  }

  @Override
  public List<String> files() {
    return List.of("price-risk.onnx", "calibration.csv", "market.json");
  }

  @Override
  public void play(Stage stage) throws Exception {
    stage.words(Term.MODEL_KEY, Term.CERTIFICATE, Term.CONTEXT);

    stage.scene("An oracle registers its model of price risk");
    stage.say(
        "It says how likely it is that ETH closes tomorrow at least 3 % lower. The agent, and the"
            + " owner of the money, get the model key and agree on it; the weights stay with the"
            + " oracle.");
    stage.run("register @price-risk.onnx --calibrate @calibration.csv -o @oracle");

    stage.scene("The agent asks, the oracle answers and certifies the answer");
    stage.say(
        "Prices are public, so the input is too. The context says for whom the answer is: the"
            + " chain, the contract and a nonce, which the contract counts up with every"
            + " question.");
    stage.run("prove @oracle @market.json -o @answer.json --input public --context " + ASKED);

    stage.scene("The agent checks the answer before it acts");
    stage.run(VERIFY.formatted("answer.json", ASKED));
    stage.say("What a contract reads are integers: risk = values / 2^fraction.");
    stage.find("risk", "answer.json");

    stage.scene("Replay: yesterday's answer to today's question");
    stage.rejected(VERIFY.formatted("answer.json", CONTEXT.formatted(43)));

    stage.scene("Replay: the answer to somebody else's contract, on another chain");
    stage.rejected(
        VERIFY.formatted("answer.json", "\"chain 10, contract 0xbad0...0000, nonce 42\""));

    stage.scene("Forgery: the context is written over");
    stage.forge(
        "answer.json",
        "other-nonce.json",
        c -> Forgeries.otherContext(c, CONTEXT.formatted(43).replace("\"", "")));
    stage.rejected(VERIFY.formatted("other-nonce.json", CONTEXT.formatted(43)));

    stage.scene("Forgery: a smaller risk, so that the agent keeps the position");
    stage.forge("answer.json", "smaller-risk.json", Forgeries::halfOutputs);
    stage.rejected(VERIFY.formatted("smaller-risk.json", ASKED));

    stage.proven(
        List.of(
            "The model that both agreed on, and no other, gave this risk for these numbers of the"
                + " market.",
            "The answer was made for this chain, this contract and this question: whoever asks with"
                + " a new nonce rejects it.",
            "Nobody but the oracle has seen the weights of the model."),
        List.of(
            "That the numbers of the market are true: compare them with a source that you trust.",
            "That the model is right about tomorrow, or that the agent does what the risk tells"
                + " it.",
            "Anything on the chain itself: here the agent verifies, no contract does; that is not"
                + " part of this version."));
  }
}
