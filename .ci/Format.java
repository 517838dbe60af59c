import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs google-java-format over every Java source: {@code Format check|apply ROOT}. */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            switch (args[0]) {
              case "check" -> List.of("--dry-run", "--set-exit-if-changed");
              case "apply" -> List.of("--replace");
              default -> throw new IllegalArgumentException("check or apply, not " + args[0]);
            });
    arguments.addAll(sources(Path.of(args[1])));
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int status = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    out.flush();
    err.flush();
    if (status != 0) {
      System.err.println("Not formatted: the files above. Run: mvn -q -N verify -Dformat=apply");
    }
    System.exit(status);
  }

  private static List<String> sources(Path root) throws IOException {
    try (var children = Files.list(root)) {
      List<String> files = new ArrayList<>();
      for (Path module : children.filter(Files::isDirectory).sorted().toList()) {
        Path source =
            module.getFileName().toString().equals(".ci") ? module : module.resolve("src");
        if (Files.isDirectory(source)) {
          try (var tree = Files.walk(source)) {
            tree.filter(p -> p.toString().endsWith(".java"))
                .map(Path::toString)
                .forEach(files::add);
          }
        }
      }
      return files;
    }
  }
}
