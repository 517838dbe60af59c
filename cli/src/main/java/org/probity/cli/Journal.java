package org.probity.cli;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.probity.graph.Port;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * What a folder of certificates was begun with, so that a run that was interrupted goes on and
 * nothing else does. Of an item's inputs it holds a fingerprint: a message authentication code
 * under a key that is derived from the model secret. Without that secret it tells nothing about
 * them, not even to who can guess them.
 *
 * @param model id of the model
 * @param context of the certificates
 * @param visibilities of all ports in the order of the model
 * @param salt of the fingerprints' key
 * @param fingerprints by name of the item
 */
record Journal(
    String model,
    byte[] context,
    Map<String, Visibility> visibilities,
    byte[] salt,
    Map<String, String> fingerprints) {
  private static final String FORMAT = "probity journal";
  private static final String DIGEST = "checksum";
  private static final String MAC = "HmacSHA256";

  /** Larger files are not read. */
  static final int MAX_FILE = 1 << 28;

  /** The journal of a run. */
  static Journal of(ProofSetting setting, List<Item> items, byte[] salt) {
    Map<String, Visibility> visibilities = new LinkedHashMap<>();
    setting.key().graph().inputs().forEach(p -> put(visibilities, p, setting));
    setting.key().graph().outputs().forEach(p -> put(visibilities, p, setting));
    byte[] key = setting.secret().derive("journal", salt);
    Map<String, String> fingerprints = new LinkedHashMap<>();
    for (Item item : items) {
      fingerprints.put(item.name(), fingerprint(key, item, setting.key().graph().inputs()));
    }
    return new Journal(
        setting.key().modelId(), setting.context(), visibilities, salt, fingerprints);
  }

  private static void put(Map<String, Visibility> all, Port port, ProofSetting setting) {
    all.put(port.name(), setting.visibilities().get(port.name()));
  }

  private static String fingerprint(byte[] key, Item item, List<Port> inputs) {
    List<Json.Fields> ports = new ArrayList<>();
    for (Port port : inputs) {
      ports.add(
          new Json.Fields()
              .put("name", port.name())
              .put("values", Json.of(item.values().get(port.name())))
              .put("texts", Json.of(item.texts().getOrDefault(port.name(), List.of()))));
    }
    Json.Fields content =
        new Json.Fields()
            .put("item", item.name())
            .put("labels", Json.of(item.labels()))
            .put("ports", Json.ofObjects(ports));
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return HexFormat.of().formatHex(mac.doFinal(Documents.canonical(content)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks " + MAC, e);
    }
  }

  /**
   * Why a run that would write the other journal cannot go on where this one has stopped; empty if
   * it can. It may have further items.
   *
   * @param other with the same salt
   */
  Optional<String> difference(Journal other) {
    if (!model.equals(other.model)) {
      return Optional.of("it was begun with another model");
    }
    if (!Arrays.equals(context, other.context)) {
      return Optional.of("it was begun with another context");
    }
    for (Map.Entry<String, Visibility> port : visibilities.entrySet()) {
      if (other.visibilities.get(port.getKey()) != port.getValue()) {
        return Optional.of(
            "it was begun with port '%s' %s".formatted(port.getKey(), port.getValue().label()));
      }
    }
    for (Map.Entry<String, String> item : fingerprints.entrySet()) {
      String now = other.fingerprints.get(item.getKey());
      if (now == null) {
        return Optional.of("it was begun with an item " + item.getKey() + ", which is gone");
      }
      if (!now.equals(item.getValue())) {
        return Optional.of("it was begun with other values of item " + item.getKey());
      }
    }
    return Optional.empty();
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact journal
   */
  static Journal decode(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    Map<String, Visibility> visibilities = new LinkedHashMap<>();
    for (Json.Fields port : document.objects("ports")) {
      visibilities.put(port.text("name"), visibility(port.text("visibility")));
    }
    List<String> names = document.texts("items");
    List<String> codes = document.texts("fingerprints");
    if (names.size() != codes.size()) {
      throw new InvalidFileException("there is not one fingerprint for each item");
    }
    Map<String, String> fingerprints = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      fingerprints.put(names.get(i), codes.get(i));
    }
    Journal journal =
        new Journal(
            document.text("model"),
            document.bytes("context"),
            visibilities,
            document.bytes("salt"),
            fingerprints);
    Documents.requireCanonical(file, journal.encode());
    return journal;
  }

  private static Visibility visibility(String label) throws InvalidFileException {
    return Arrays.stream(Visibility.values())
        .filter(v -> v.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new InvalidFileException("a port has an unknown visibility"));
  }

  /** The file's bytes; decoding them gives back an equal journal. */
  byte[] encode() {
    List<Json.Fields> ports = new ArrayList<>();
    visibilities.forEach(
        (name, v) -> ports.add(new Json.Fields().put("name", name).put("visibility", v.label())));
    return Documents.write(
        Documents.start(FORMAT)
            .put("model", model)
            .put("context", context)
            .put("ports", Json.ofObjects(ports))
            .put("salt", salt)
            .put("items", Json.of(List.copyOf(fingerprints.keySet())))
            .put("fingerprints", Json.of(List.copyOf(fingerprints.values()))),
        DIGEST);
  }

  @Override
  public String toString() {
    return "Journal of " + fingerprints.size() + " items";
  }
}
