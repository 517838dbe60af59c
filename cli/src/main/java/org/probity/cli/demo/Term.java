package org.probity.cli.demo;

/** Words that stories use, for who hears them for the first time. */
enum Term {
  MODEL_KEY(
      "model key", "public: fixes a model without showing its weights; its hash is the model id"),
  CERTIFICATE("certificate", "proves: the model with this id gave this output for this input"),
  HIDDEN("hidden", "not in the certificate; whoever made it has chosen the value"),
  COMMITTED("committed", "sealed: the certificate fixes the value without showing it"),
  RECEIPT("receipt", "opens a sealed value; who has it sees the value and that it is this one"),
  CONTEXT("context", "what the certificate was made for, such as a case number; part of the proof"),
  SIGNATURE("signature", "somebody known says: this model key is our model, of this version"),
  POLICY("policy", "what a verifier demands of certificates, as a file"),
  BATCH("batch", "one certificate for many inferences, its items"),
  PREFIX("prefix", "the part of a model before the part that is proven; here anybody can run it");

  private final String word;
  private final String meaning;

  Term(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }
}
