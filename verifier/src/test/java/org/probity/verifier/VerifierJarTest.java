package org.probity.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped: in a JVM of its own, and what is in it. */
class VerifierJarTest {
  private static final Pattern OURS = Pattern.compile("\\bL(org/probity/[\\w/$]+);");

  private static Path jar;

  @BeforeAll
  static void isBuilt() {
    String built = System.getProperty("probity.verifier.jar");
    assumeTrue(built != null, "the jar is tested by the build that makes it");
    jar = Path.of(built);
  }

  private record Result(int code, String out) {}

  private static Result run(Object... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out);
  }

  @Test
  void verifiesAloneInItsJvm(@TempDir Path folder) throws Exception {
    ExampleFiles files = ExampleFiles.make(folder);
    Result honest =
        run(files.certificate(), "--key", files.key(), "--expect-context", ExampleFiles.CONTEXT);
    assertThat(honest.code()).as(honest.out()).isZero();
    assertThat(honest.out()).startsWith("Verified.");
    for (Path tampered : List.of(files.damaged(), files.forged())) {
      Result rejected = run(tampered, "--key", files.key());
      assertThat(rejected.code()).as(rejected.out()).isEqualTo(1);
      assertThat(rejected.out()).startsWith("REJECTED");
    }
    assertThat(run(files.certificate()).code()).isEqualTo(2);
  }

  /** By its classes, as they are linked: nothing is missing, and nothing else is needed. */
  @Test
  void hasWhatItNeedsAndNothingElse() throws IOException {
    Set<String> there = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> e = file.entries(); e.hasMoreElements(); ) {
        JarEntry entry = e.nextElement();
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
          assertThat(entry.getName()).endsWith(".class");
          there.add(entry.getName().replaceAll("\\.class$", ""));
          try (InputStream in = file.getInputStream(entry)) {
            addUsed(in.readAllBytes(), used);
          }
        }
      }
    }
    assertThat(there).contains("org/probity/verifier/Main", "org/probity/inference/Verifier");
    assertThat(there)
        .allMatch(
            name -> name.matches("org/probity/(verifier|inference|graph|argument|algebra)/.*"))
        .noneMatch(
            name -> name.matches(".*/(Prover|Registrar|ArgumentProver|ModelSecret)(\\$.*)?"));
    used.removeIf(name -> name.matches("(java|javax|jdk/incubator/vector)/.*"));
    assertThat(there).containsAll(used);
  }

  private static void addUsed(byte[] code, Set<String> used) {
    for (PoolEntry entry : ClassFile.of().parse(code).constantPool()) {
      switch (entry) {
        case ClassEntry type ->
            used.add(type.asInternalName().replaceAll("^\\[+(L|[A-Z]$)?|;$", ""));
        case Utf8Entry text -> {
          // Descriptors, of methods that are never called too.
          for (Matcher m = OURS.matcher(text.stringValue()); m.find(); ) {
            used.add(m.group(1));
          }
        }
        default -> {}
      }
    }
    used.remove("");
  }

  /** docs/api.md says how large it is. */
  @Test
  void isAsSmallAsTheDocumentationSays() throws IOException {
    String page = Files.readString(Path.of("../docs/api.md"));
    Matcher said = Pattern.compile("`probity-verifier.jar` \\((\\d+) kB").matcher(page);
    assertThat(said.find()).as("docs/api.md tells the size").isTrue();
    long kilobytes = Math.round(Files.size(jar) / 1000.0);
    // The compiler's version makes a difference of some bytes.
    assertThat(Long.parseLong(said.group(1))).isBetween(kilobytes * 9 / 10, kilobytes * 11 / 10);
  }
}
