package org.probity.inference.certificate;

import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * A statement and its proof. Decoding checks the form only; whether the proof holds is the
 * verifier's to say.
 */
public final class Certificate {
  /** What the file says it is. */
  public static final String FORMAT = "probity certificate";

  private static final String DIGEST = "checksum";

  /** Larger files are not read. */
  public static final int MAX_FILE = 1 << 25;

  /** Limit on the values of all public and committed ports, so that readers take the file. */
  public static final int MAX_VALUES = 1 << 19;

  private final Statement statement;
  private final byte[] proof;

  /** A certificate as the prover makes it. */
  public Certificate(Statement statement, byte[] proof) {
    this.statement = statement;
    this.proof = proof.clone();
  }

  public Statement statement() {
    return statement;
  }

  /** The proof's bytes. */
  public byte[] proof() {
    return proof.clone();
  }

  /** Size of the proof in bytes, without statement and encoding. */
  public int proofSize() {
    return proof.length;
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact certificate
   */
  public static Certificate decode(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    Certificate certificate =
        new Certificate(StatementJson.decode(document), document.bytes("proof"));
    Documents.requireCanonical(file, certificate.encode());
    return certificate;
  }

  /** The file's bytes; decoding them gives back an equal certificate. */
  public byte[] encode() {
    Json.Fields document = Documents.start(FORMAT);
    StatementJson.encode(statement, document);
    return Documents.write(document.put("proof", proof), DIGEST);
  }

  @Override
  public String toString() {
    return "Certificate of model " + statement.modelId();
  }
}
