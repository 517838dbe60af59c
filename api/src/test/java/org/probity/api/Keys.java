package org.probity.api;

import java.nio.charset.StandardCharsets;
import org.probity.inference.json.Documents;
import org.probity.inference.json.Json;
import org.probity.inference.key.ModelKey;

/** Model keys that nobody has registered. */
final class Keys {
  private Keys() {}

  /** The key that a file would be if its digest, and so the model id, were right. */
  static ModelKey withDigest(String file) throws Exception {
    Json.Fields document = Documents.parse(file.getBytes(StandardCharsets.UTF_8));
    return ModelKey.decode(Documents.write(document, "model"));
  }
}
