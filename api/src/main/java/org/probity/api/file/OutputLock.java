package org.probity.api.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.probity.api.input.BadInputException;

/**
 * Keeps others from writing the same results at the same time: files that belong together, such as
 * a certificate and its receipts, would come from different runs. A lock of the operating system on
 * a hidden file beside the results, so that nothing is locked after its holder has been killed.
 */
public final class OutputLock implements AutoCloseable {
  /** Whoever opens and closes a file gives up the locks that its process has on it. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final int ATTEMPTS = 100;

  private final Path file;
  private final FileChannel channel;

  /** For whoever interrupts the run. */
  private final Thread atExit = new Thread(this::remove);

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Locks what is written to a file or a folder.
   *
   * @param target in an existing folder; itself it need not exist
   * @throws BadInputException if somebody else writes there now
   */
  public static OutputLock of(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path file = absolute.resolveSibling("." + absolute.getFileName() + ".lock");
    if (!HELD.add(file)) {
      throw taken(target);
    }
    Optional<FileChannel> channel = Optional.empty();
    try {
      for (int i = 0; i < ATTEMPTS && channel.isEmpty(); i++) {
        channel = tryLock(file);
      }
    } catch (OverlappingFileLockException _) {
      throw taken(target);
    } catch (IOException e) {
      throw OutputFiles.failure(target, "cannot be written", e);
    } finally {
      if (channel.isEmpty()) {
        HELD.remove(file);
      }
    }
    return new OutputLock(file, channel.orElseThrow(() -> taken(target)));
  }

  private static BadInputException taken(Path target) {
    return new BadInputException(target + ": another run of probity is writing there");
  }

  private static Optional<FileChannel> tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null && isThere(file, channel);
    } catch (IOException e) {
      // A full disk takes an empty file, and no more.
      Files.deleteIfExists(file);
      throw e;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? Optional.of(channel) : Optional.empty();
  }

  /**
   * Whether this is still the file of that name, which its last holder may have removed after it
   * was opened here. Sizes tell: another file will not grow by the same random numbers.
   */
  private static boolean isThere(Path file, FileChannel channel) throws IOException {
    SecureRandom random = new SecureRandom();
    channel.truncate(0);
    for (int i = 0; i < 4; i++) {
      long end = channel.size() + random.nextInt(250);
      channel.write(ByteBuffer.allocate(1), end);
      try {
        if (Files.size(file) != channel.size()) {
          return false;
        }
      } catch (NoSuchFileException _) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // The JVM is about to end, and the hook removes the file.
      return;
    }
    remove();
    channel.close();
    HELD.remove(file);
  }

  /** While it is still locked, so that nobody else's is removed. */
  private void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // A file stays behind that nobody has locked.
    }
  }
}
