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
import java.util.ArrayList;
import java.util.List;
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

  /**
   * A file that is to be written.
   *
   * @param secret whether only its owner can read it, from the moment it exists; else everybody may
   *     as far as the user's settings go
   */
  public record Content(Path file, byte[] bytes, boolean secret) {
    /** Without the bytes: they may be secret. */
    @Override
    public String toString() {
      return "Content of " + file;
    }
  }

  /** A file that everybody may read, as far as the user's settings go. */
  public static void write(Path file, byte[] content) throws IOException {
    writeAll(List.of(new Content(file, content, false)));
  }

  /** A file that only its owner can read, from the moment it exists. */
  public static void writeSecret(Path file, byte[] content) throws IOException {
    writeAll(List.of(new Content(file, content, true)));
  }

  /**
   * Files that belong together, in folders that exist. Where one of them cannot be written, such as
   * on a full disk, what was there before stays as it is. They get their names in this order, after
   * all of them are on the disk.
   */
  public static void writeAll(List<Content> contents) throws IOException {
    for (Content content : contents) {
      check(content.file(), FileKind.of(content.bytes()));
      if (content.secret() && !POSIX) {
        throw new BadInputException(
            content.file()
                + ": this file system cannot keep a file to its owner; use another folder");
      }
    }
    List<Path> parts = new ArrayList<>();
    try {
      for (Content content : contents) {
        parts.add(part(content.file().toAbsolutePath()));
        fill(parts.getLast(), content);
      }
      for (int i = 0; i < parts.size(); i++) {
        move(parts.get(i), contents.get(i).file());
      }
    } finally {
      parts.forEach(OutputFiles::removeIfThere);
    }
  }

  private static void removeIfThere(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException _) {
      // Why the files could not be written is what the user has to know.
    }
  }

  private static Path part(Path target) {
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    part.toFile().deleteOnExit();
    return part;
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
  static FileSystemException failure(Path file, String what, IOException cause) {
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

  private static void fill(Path part, Content content) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileAttribute<?>[] attributes = content.secret() ? ownerOnly() : new FileAttribute<?>[0];
    try (FileChannel channel = FileChannel.open(part, options, attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(content.bytes());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      throw failure(content.file(), "cannot be written", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private static void move(Path part, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(file, "cannot be written", e);
    }
  }
}
