package org.probity.inference;

import java.util.List;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;

/**
 * The file that a model is registered from, and which part of it.
 *
 * @param digest SHA-256 of the file, 32 bytes; secret, as weights may be guessed with it
 * @param from names of the tensors where the part starts; empty: the file's inputs
 * @param to names of the tensors where it ends; empty: the file's outputs
 * @param prefix what is known about the part before
 */
public record Source(byte[] digest, List<String> from, List<String> to, Prefix prefix) {
  public Source {
    digest = digest.clone();
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /** A whole file. */
  public static Source whole(byte[] digest) {
    return new Source(digest, List.of(), List.of(), new Prefix.None());
  }

  /**
   * What the key says of it.
   *
   * @param salt 32 bytes
   */
  public Origin origin(byte[] salt) {
    return new Origin(Origin.commitment(salt, digest), from, to, prefix);
  }

  @Override
  public String toString() {
    return "Source[from=" + from + ", to=" + to + "]";
  }
}
