package org.probity.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.probity.inference.Expectations;
import org.probity.inference.Requirement;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.policy.Circumstances;
import org.probity.inference.policy.Policy;
import org.probity.inference.signature.ModelList;
import org.probity.inference.text.Printable;
import org.probity.inference.text.StatementText;
import org.probity.inference.text.VerdictText;

/**
 * Verifies a certificate, as {@code probity verify} does. Exit code 0: verified; 1: rejected; 2:
 * wrong usage, or a file that cannot be used; 3: a fault of this program.
 */
public final class Main {
  private static final int VERIFIED = 0;
  private static final int REJECTED = 1;
  private static final int BAD_INPUT = 2;
  private static final int INTERNAL = 3;

  private static final byte[] SECRET = "PROBSECR".getBytes(StandardCharsets.US_ASCII);

  private Main() {}

  public static void main(String[] args) {
    // Vector arithmetic is for those who start the JVM with it; its absence is no news here.
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      System.setProperty("probity.kernel", "scalar");
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  static int run(PrintStream out, PrintStream err, String... args) {
    try {
      if (Arrays.asList(args).contains("--help")) {
        out.println("Usage: " + Arguments.USAGE);
        return VERIFIED;
      }
      return verify(Arguments.parse(args), out);
    } catch (UsageException | InvalidFileException e) {
      return fail(err, e.getMessage(), BAD_INPUT);
    } catch (NoSuchFileException e) {
      return fail(err, e.getFile() + ": no such file", BAD_INPUT);
    } catch (IOException e) {
      return fail(err, "reading failed: " + e.getMessage(), BAD_INPUT);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Its message may quote anything.
      return fail(err, "internal error, please report it: " + e.getClass().getName(), INTERNAL);
    }
  }

  private static int fail(PrintStream err, String message, int code) {
    err.println("probity-verifier: " + Printable.line(message));
    return code;
  }

  private static int verify(Arguments arguments, PrintStream out)
      throws IOException, InvalidFileException, UsageException {
    ModelKey key = decode(arguments.key(), ModelKey.MAX_FILE, ModelKey::decode);
    byte[] file = read(arguments.certificate(), Certificate.MAX_FILE);
    Expectations expectations = expectations(arguments);
    Verdict verdict = Verifier.verify(key, file, expectations);
    if (!verdict.accepted() && isOfAnotherKind(file)) {
      throw new UsageException(
          arguments.certificate() + ": is another file of probity, not a certificate");
    }
    VerdictText text = new VerdictText(verdict);
    out.println(text.headline().orElse("Verified."));
    if (verdict.accepted()) {
      new StatementText(Certificate.decode(file).statement()).lines().forEach(out::println);
    }
    out.println("Checks");
    text.lines().forEach(out::println);
    return verdict.accepted() ? VERIFIED : REJECTED;
  }

  private static Expectations expectations(Arguments arguments)
      throws IOException, InvalidFileException, UsageException {
    Expectations expectations =
        arguments.context().map(Expectations::context).orElse(Expectations.none());
    return arguments.policy().isPresent()
        ? expectations.and(policy(arguments.policy().get(), arguments.nonce()))
        : expectations;
  }

  private static Requirement policy(Path file, Optional<String> nonce)
      throws IOException, InvalidFileException, UsageException {
    Policy policy = decode(file, Policy.MAX_FILE, Policy::decode);
    Circumstances circumstances = Circumstances.at(Instant.now());
    try {
      circumstances = nonce.map(circumstances::withNonce).orElse(circumstances);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--nonce: " + e.getMessage());
    }
    if (policy.modelListFile().isPresent()) {
      Path list = file.resolveSibling(policy.modelListFile().get());
      circumstances = circumstances.withModelList(read(list, ModelList.MAX_FILE));
    }
    return policy.requirement(circumstances);
  }

  /** What makes an object of a file's bytes. */
  private interface Decoder<T> {
    T decode(byte[] file) throws InvalidFileException;
  }

  private static <T> T decode(Path file, int limit, Decoder<T> decoder)
      throws IOException, InvalidFileException, UsageException {
    try {
      return decoder.decode(read(file, limit));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }

  /** A slip of the hand is no forgery. */
  private static boolean isOfAnotherKind(byte[] file) {
    if (Arrays.equals(SECRET, 0, SECRET.length, file, 0, Math.min(SECRET.length, file.length))) {
      return true;
    }
    // By its first field: a stranger's key is not worth the time to read it.
    return Documents.intactFormat(file).filter(f -> !f.equals(Certificate.FORMAT)).isPresent();
  }

  /** No more than {@code limit} bytes are ever loaded. */
  private static byte[] read(Path file, int limit) throws IOException, UsageException {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + ": is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new UsageException(file + ": is too large");
      }
      return content;
    }
  }
}
