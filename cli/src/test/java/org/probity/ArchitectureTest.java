package org.probity;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the modules, as docs/architecture.md draws it: each knows only those below it. */
class ArchitectureTest {
  private static JavaClasses probity;

  /** A module and everything of Probity that it may use besides itself. */
  record Module(String name, String... mayUse) {
    static String packages(String module) {
      return "org.probity." + module + "..";
    }

    ArchRule rule() {
      DescribedPredicate<JavaClass> known =
          resideInAPackage(packages(name)).or(resideInAnyPackage(mayUse));
      return noClasses()
          .that()
          .resideInAPackage(packages(name))
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.probity..")
                  .and(DescribedPredicate.not(known))
                  .as("belong to Probity beyond %s and %s", name, List.of(mayUse)));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Module> modules() {
    return List.of(
        new Module("algebra"),
        new Module("argument", "org.probity.algebra.."),
        new Module("graph"),
        new Module("model", "org.probity.graph.."),
        new Module(
            "inference", "org.probity.algebra..", "org.probity.argument..", "org.probity.graph.."),
        new Module(
            "api",
            "org.probity.algebra..",
            "org.probity.argument..",
            "org.probity.graph..",
            "org.probity.model..",
            "org.probity.inference.."),
        new Module(
            "cli",
            "org.probity.algebra..",
            "org.probity.argument..",
            "org.probity.graph..",
            "org.probity.model..",
            "org.probity.inference..",
            "org.probity.api.."));
  }

  @BeforeAll
  static void read() {
    probity =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.probity");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void usesOnlyWhatLiesBelow(Module module) {
    module.rule().allowEmptyShould(true).check(probity);
  }

  @Test
  void everyClassBelongsToAModule() {
    Set<String> modules = modules().stream().map(Module::name).collect(Collectors.toSet());
    assertThat(probity)
        .allSatisfy(c -> assertThat(modules).contains(c.getPackageName().split("\\.", 4)[2]));
  }

  /** A module's own package is its face: it uses the packages below it, and they its types. */
  @Test
  void packagesBelowAModuleDoNotDependOnEachOtherInCircles() {
    slices().matching("org.probity.(*.*)..").should().beFreeOfCycles().check(probity);
  }

  @Test
  void onlyTheVectorKernelKnowsTheVectorModule() {
    noClasses()
        .that(describe("are not vector kernels", c -> !isVectorKernel(c)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(probity);
  }

  /** Everything but fidelity reports works without it. */
  @Test
  void onlyFidelityKnowsOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.probity.model.fidelity")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(probity);
  }

  @Test
  void proofsKnowNeitherFilesNorTerminals() {
    noClasses()
        .that()
        .resideInAnyPackage("org.probity.argument..", "org.probity.inference..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "picocli..", "me.tongfei..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(probity);
  }

  /** Coins come from one place, and never from a generator whose state can be guessed. */
  @Test
  void noGuessableRandomness() {
    noClasses()
        .that()
        // The same nets, and the same probes of a model, every time: nothing is kept secret by
        // them.
        .haveNameNotMatching(
            "org\\.probity\\.(cli\\.bench|api\\.input\\.StandardSamples|model\\.quantize\\.calibration\\.Exercise).*")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.SplittableRandom")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.random..")
        .orShould()
        .callMethod(Math.class, "random")
        .check(probity);
  }

  private static boolean isVectorKernel(JavaClass c) {
    return c.getPackageName().equals("org.probity.algebra.kernel")
        && c.getSimpleName().startsWith("Vector");
  }
}
