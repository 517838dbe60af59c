package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;

/** Which part of which file is proven, for machines. */
final class OriginView {
  private OriginView() {}

  /** Fields as in the files of docs/formats.md. */
  static ObjectNode object(Origin origin) {
    ObjectNode object = Output.newObject();
    object.put("file", origin.file());
    ArrayNode from = object.putArray("from");
    origin.from().forEach(from::add);
    ArrayNode to = object.putArray("to");
    origin.to().forEach(to::add);
    switch (origin.prefix()) {
      case Prefix.None _ -> object.put("prefix", "none");
      case Prefix.Public(String digest) -> object.put("prefix", "public").put("digest", digest);
      case Prefix.Unproven _ -> object.put("prefix", "unproven");
    }
    return object;
  }
}
