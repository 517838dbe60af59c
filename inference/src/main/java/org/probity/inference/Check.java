package org.probity.inference;

import java.util.Optional;

/**
 * One check of a verdict.
 *
 * @param name stable identifier, such as {@code proof}; one of the constants below or, for what a
 *     policy asks, {@code policy.} and the name of its field. Several checks may have one name
 * @param outcome what became of it
 * @param detail what was found, in one line; may quote the certificate, never a hidden value
 */
public record Check(String name, Outcome outcome, String detail) {
  /** The file is a well-formed, intact certificate. */
  public static final String FILE = "file";

  /** The certificate is about the model of this key. */
  public static final String MODEL = "model";

  /** The certificate has the model's ports, with values of their domains. */
  public static final String PORTS = "ports";

  /** The certificate names the part of the file that its key names. */
  public static final String ORIGIN = "origin";

  /** The public prefix, run again, gives what the input ports hold. */
  public static final String PREFIX = "prefix";

  /** The certificate is bound to the expected context. */
  public static final String CONTEXT = "context";

  /** Public ports have the expected values. */
  public static final String VALUES = "values";

  /** The weights that the key commits to are integers of their declared ranges. */
  public static final String REGISTRATION = "registration";

  /** The proof holds for the statement. */
  public static final String PROOF = "proof";

  /** Somebody vouches for the model. */
  public static final String SIGNATURE = "signature";

  /** What a policy asks, as a whole. */
  public static final String POLICY = "policy";

  public static Check passed(String name, String detail) {
    return new Check(name, Outcome.PASSED, detail);
  }

  public static Check failed(String name, String detail) {
    return new Check(name, Outcome.FAILED, detail);
  }

  public static Check notChecked(String name, String detail) {
    return new Check(name, Outcome.NOT_CHECKED, detail);
  }

  /** Failed with the fault if there is one, else passed with the detail. */
  public static Check of(String name, Optional<String> fault, String detail) {
    return fault.map(reason -> failed(name, reason)).orElseGet(() -> passed(name, detail));
  }

  public boolean hasPassed() {
    return outcome == Outcome.PASSED;
  }

  public boolean hasFailed() {
    return outcome == Outcome.FAILED;
  }
}
