package org.probity.api.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.probity.api.input.BadInputException;

/**
 * Writes files whole or not at all: under another name beside the target, synced, then moved over
 * it. What an interruption leaves is removed when the JVM ends. A file is replaced by one of its
 * kind only ({@link FileKind}).
 */
public final class OutputFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OutputFiles() {}

  /** A folder, with those above it, unless it is there. */
  public static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failure(folder, "the folder cannot be made", e);
    }
  }

  /**
   * Refuses what {@link #write} would refuse, before the work whose result is to be written.
   *
   * @param format what the file will say it is, such as {@code probity certificate}
   */
  public static void checkTarget(Path file, String format) throws IOException {
    check(file, new FileKind(format));
  }

  /** A file that everybody may read, as far as the user's settings go. */
  public static void write(Path file, byte[] content) throws IOException {
    replace(file, content);
  }

  /** A file that only its owner can read, from the moment it exists. */
  public static void writeSecret(Path file, byte[] content) throws IOException {
    if (!POSIX) {
      throw new BadInputException(
          file + ": this file system cannot keep a file to its owner; use another folder");
    }
    replace(
        file,
        content,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void replace(Path file, byte[] content, FileAttribute<?>... attributes)
      throws IOException {
    check(file, FileKind.of(content));
    Path target = file.toAbsolutePath();
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    part.toFile().deleteOnExit();
    try {
      fill(part, content, attributes);
      move(part, target);
    } catch (IOException e) {
      throw failure(file, "cannot be written", e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Replacing a file needs no permission on the file itself: who took it away wants it kept. */
  private static void check(Path file, FileKind kind) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new BadInputException(file + ": its folder does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + ": is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BadInputException(file + ": is no regular file");
    }
    if (Files.exists(file) && POSIX) {
      if (!Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_WRITE)) {
        throw new BadInputException(file + ": is read-only");
      }
    }
    if (Files.exists(file) && Files.size(file) > 0 && !FileKind.of(file).equals(kind)) {
      throw new BadInputException(
          "%s: is there already and holds %s; choose another name"
              .formatted(file, FileKind.of(file)));
    }
  }

  /** What failed and why, about the file that the user named and not the one beside it. */
  private static FileSystemException failure(Path file, String what, IOException cause) {
    String why =
        switch (cause) {
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException e -> e.getReason();
          default -> cause.getMessage();
        };
    FileSystemException failure =
        new FileSystemException(
            file.toString(), null, why == null ? what : "%s (%s)".formatted(what, why));
    failure.initCause(cause);
    return failure;
  }

  private static void fill(Path part, byte[] content, FileAttribute<?>... attributes)
      throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(part, options, attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
