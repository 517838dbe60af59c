package org.probity.api.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Several arrays in numpy's {@code .npz} format: a zip of {@code name.npy} entries. */
final class NpzReader {
  private static final String SUFFIX = ".npy";
  private static final int ENTRIES = 10_000;

  private NpzReader() {}

  /** Arrays by name; for a model of one input, a single array of any name. */
  static List<Sample> read(Path file, List<Slot> slots) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<NamedTensor> tensors = tensors(zip);
      return slots.size() == 1 && tensors.size() == 1
          ? Samples.inOrder(tensors, slots)
          : Samples.byName(tensors, slots);
    } catch (ZipException e) {
      throw new BadInputException("is not a .npz file", e);
    }
  }

  private static List<NamedTensor> tensors(ZipFile zip) throws IOException {
    List<? extends ZipEntry> entries = zip.stream().limit(ENTRIES + 1L).toList();
    if (entries.size() > ENTRIES) {
      throw new BadInputException("has more than " + ENTRIES + " arrays");
    }
    List<NamedTensor> tensors = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long values = 0;
    for (ZipEntry entry : entries) {
      if (!entry.getName().endsWith(SUFFIX) || !seen.add(entry.getName())) {
        throw new BadInputException("is not a .npz file: it should hold arrays of distinct names");
      }
      NamedTensor tensor = tensor(zip, entry);
      tensors.add(tensor);
      values += tensor.values().length;
      if (values > Limits.VALUES) {
        throw new BadInputException("has more than " + Limits.VALUES + " values");
      }
    }
    return tensors;
  }

  private static NamedTensor tensor(ZipFile zip, ZipEntry entry) throws IOException {
    String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      return NpyReader.read(in, name);
    } catch (BadInputException e) {
      throw new BadInputException("array '" + name + "' " + e.getMessage(), e);
    }
  }
}
