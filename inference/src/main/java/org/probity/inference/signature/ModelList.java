package org.probity.inference.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * A signed list of models; of a single model, its signature. Decoding checks the form only: whether
 * the signature holds, who made it and whether the list is valid now is what {@link #fault} says.
 */
public final class ModelList {
  private static final String FORMAT = "probity model list";
  private static final String DIGEST = "checksum";

  /** Larger files are not read. */
  public static final int MAX_FILE = 1 << 24;

  /** Largest number of models. */
  public static final int MAX_MODELS = 1 << 15;

  private final Signer signer;
  private final Validity validity;
  private final List<Endorsement> models;
  private final byte[] signature;

  private ModelList(Signer signer, Validity validity, List<Endorsement> models, byte[] signature) {
    this.signer = signer;
    this.validity = validity;
    this.models = List.copyOf(models);
    this.signature = signature.clone();
    Set<String> ids = new HashSet<>();
    for (Endorsement model : models) {
      if (!ids.add(model.model())) {
        throw new IllegalArgumentException("a model is listed twice");
      }
    }
    if (models.isEmpty() || models.size() > MAX_MODELS) {
      throw new IllegalArgumentException("a list has 1 to " + MAX_MODELS + " models");
    }
  }

  /**
   * Signs a list.
   *
   * @throws IllegalArgumentException if it is empty or too long, or has a model twice
   */
  public static ModelList sign(SigningKey key, Validity validity, List<Endorsement> models) {
    ModelList unsigned = new ModelList(key.signer(), validity, models, new byte[0]);
    return new ModelList(key.signer(), validity, models, key.sign(unsigned.message()));
  }

  /** Who has signed it, as the list says. */
  public Signer signer() {
    return signer;
  }

  public Validity validity() {
    return validity;
  }

  public List<Endorsement> models() {
    return models;
  }

  /** What it says of a model. */
  public Optional<Endorsement> find(String modelId) {
    return models.stream().filter(m -> m.model().equals(modelId)).findFirst();
  }

  /** Why the list is not one by this signer that is valid at this time, or empty. */
  public Optional<String> fault(Signer expected, Instant now) {
    if (!signer.equals(expected)) {
      return Optional.of("it is signed by another signer, " + signer);
    }
    if (!Ed25519.verify(signer.key(), message(), signature)) {
      return Optional.of("its signature does not hold");
    }
    return validity.fault(now).map(fault -> "it is " + fault);
  }

  /**
   * What is signed: a text that nothing else of ours that is signed starts with, a zero byte, and
   * the digest of the one spelling of all fields before the signature.
   */
  private byte[] message() {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes("probity model list signature".getBytes(StandardCharsets.US_ASCII));
    message.write(0);
    message.writeBytes(HexFormat.of().parseHex(Documents.digest(body())));
    return message.toByteArray();
  }

  private Json.Fields body() {
    return Documents.start(FORMAT)
        .put("signer", signer.id())
        .put("from", validity.from().toString())
        .put("until", validity.until().toString())
        .put("models", Json.ofObjects(models.stream().map(ModelList::encode).toList()));
  }

  private static Json.Fields encode(Endorsement model) {
    return new Json.Fields()
        .put("model", model.model())
        .put("name", model.name())
        .put("version", model.version());
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact model list
   */
  public static ModelList decode(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    ModelList list;
    try {
      List<Endorsement> models = new ArrayList<>();
      for (Json.Fields model : document.objects("models")) {
        models.add(new Endorsement(model.text("model"), model.text("name"), model.text("version")));
      }
      Validity validity =
          new Validity(
              Validity.instant(document.text("from"), "the list's start"),
              Validity.instant(document.text("until"), "the list's end"));
      Signer signer = new Signer(document.text("signer"));
      list = new ModelList(signer, validity, models, document.bytes("signature"));
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
    if (list.signature.length != Ed25519.SIGNATURE_BYTES) {
      throw new InvalidFileException("the signature does not have 64 bytes");
    }
    Documents.requireCanonical(file, list.encode());
    return list;
  }

  /** The file's bytes. */
  public byte[] encode() {
    return Documents.write(body().put("signature", signature), DIGEST);
  }

  @Override
  public String toString() {
    return "ModelList of " + models.size() + " by " + signer;
  }
}
