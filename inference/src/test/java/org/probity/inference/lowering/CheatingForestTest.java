package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.argument.program.Column;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.Walk;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.RefusedException;
import org.probity.inference.Registrar;
import org.probity.inference.lowering.Forests.Tree;

/**
 * Lies about forests, carried on consistently through all columns: a witness is made with other
 * tables or inputs than the committed ones, and what would give it away at once is put right again.
 * Each is caught by the check that is meant to catch it, and the argument proves none of them.
 */
class CheatingForestTest {
  private static final int NAN = 0x7fc00000;
  private static final int TREES = 3;

  /** Level and tree in columns of shape [depth, batch, trees], for the first sample. */
  private int at(int level, int tree) {
    return level * samples * TREES + tree;
  }

  private static Tree leaf(int value) {
    return new Tree.Leaf(value);
  }

  private static Tree inner(int feature, long threshold, Tree below, Tree above) {
    return new Tree.Inner(feature, threshold, below, above);
  }

  private int samples;
  private Forests.Sample forest;
  private Lab lab;

  @BeforeEach
  void forest() throws Exception {
    forest(2);
  }

  /** Two features, three trees; the last is a leaf with a path to it. */
  private void forest(int batch) throws Exception {
    samples = batch;
    Tree first =
        inner(
            0,
            10,
            inner(1, -5, leaf(100), leaf(200)),
            inner(1, 7, leaf(300), inner(0, 1000, leaf(400), leaf(500))));
    Tree second = inner(1, 0, leaf(1000), inner(0, -3, leaf(2000), leaf(3000)));
    Forests.Spec spec = new Forests.Spec(batch, 2, 2, 1, 4, 3, List.of(first, second, leaf(7)));
    Forests.Sample made = Forests.of(spec, new Random(3));
    int[] picked = made.parameters().get("picked");
    int[] x = new int[2 * batch];
    // Features 0 and 1 of the first sample: 2000 and 3; of the second: -100 and NaN.
    x[picked[0]] = 2000;
    x[picked[1]] = 3;
    x[2 + picked[0]] = -100;
    x[2 + picked[1]] = NAN;
    forest = new Forests.Sample(made.graph(), made.parameters(), Map.of("x", x), made.scores());
    lab = execute(forest.parameters(), forest.inputs());
    assertThat(lab.violations()).isEmpty();
    // 300 + 3000 + 7; with 2000 > 10, 3 <= 7; 3 > 0, 2000 > -3.
    assertThat(lab.get("tensor score", 0)).isEqualTo(3307);
    assertThat(lab.get("tensor score", 1)).isEqualTo(200 + 2000 + 7);
    RealProof.assertAccepted(lab.compiled.program(), lab.cells());
  }

  private Lab execute(Map<String, int[]> parameters, Map<String, int[]> inputs) {
    // The program of the planner, so that limbs are what they are in use.
    return Lab.execute(
        forest.graph(), Lab.compile(forest.graph(), Map.of(), null), parameters, inputs);
  }

  /** An execution with other tables, over the committed ones. */
  private Lab with(String parameter, int row, int value) {
    return with(p -> p.get(parameter)[row] = value);
  }

  private Lab with(Consumer<Map<String, int[]>> change) {
    Lab lie = execute(changed(forest.parameters(), change), forest.inputs());
    return lab.take(lie, CheatingForestTest::isFree);
  }

  private static Map<String, int[]> changed(
      Map<String, int[]> values, Consumer<Map<String, int[]>> change) {
    Map<String, int[]> copy = new HashMap<>();
    values.forEach((name, v) -> copy.put(name, v.clone()));
    change.accept(copy);
    return copy;
  }

  private static boolean isFree(String column) {
    return !column.startsWith("weight ");
  }

  private void assertCaught(String... checks) {
    assertThat(lab.violations()).containsExactlyInAnyOrder(checks);
    RealProof.assertRefused(lab.compiled.program(), lab.cells());
  }

  private int[] parameter(String name) {
    return forest.parameters().get(name);
  }

  // --- walks

  @Test
  void anotherThreshold() {
    // The root of the first tree: 2000 is not above a larger one.
    with("threshold", 0, 15);
    assertThat(lab.get("tensor score", 0)).isNotEqualTo(3307);
    assertCaught("node of leaves");
  }

  /** Ranks are compared by limbs where the steps are few, else by a table. */
  @ParameterizedTest
  @CsvSource({"2, distance of leaves", "16, step of leaves"})
  void wrongBranch(int batch, String check) throws Exception {
    forest(batch);
    with("threshold", 0, 15);
    for (int b = 0; b < batch; b++) {
      lab.set("threshold of leaves", at(0, 0) + b * TREES, parameter("threshold")[0]);
    }
    assertCaught(check);
  }

  @Test
  void stepThatIsNoBit() {
    // To the row after the upper child.
    lab.add("step of leaves", at(0, 0), 1);
    assertThat(lab.violations()).contains("step of leaves");
  }

  @Test
  void leafOfAnotherTree() {
    int other = parameter("child")[1];
    with("child", 0, other);
    assertCaught("node of leaves");
  }

  @Test
  void treeCountedTwice() {
    with(
        p -> {
          for (String column : List.of("feature", "threshold", "child")) {
            p.get(column)[2] = p.get(column)[1];
          }
        });
    assertThat(lab.get("tensor score", 0)).isEqualTo(300 + 3000 + 3000);
    assertCaught("node of leaves");
  }

  @Test
  void treeNotCounted() {
    int leaf = (int) lab.get("tensor leaves", 1);
    with("leaf", leaf, 0);
    assertThat(lab.get("tensor score", 0)).isEqualTo(307);
    assertCaught("choice of values");
  }

  @Test
  void treeLeftOutOfTheSum() {
    lab.add("tensor score", 0, -3000);
    assertThat(lab.violations()).isNotEmpty();
    RealProof.assertRefused(lab.compiled.program(), lab.cells());
  }

  @Test
  void anotherLeafThanThatOfTheLastStep() {
    lab.add("tensor leaves", 1, -1);
    int leaf = (int) lab.get("tensor leaves", 1);
    lab.set("tensor values", 1, parameter("leaf")[leaf]);
    assertThat(lab.violations()).contains("leaf of leaves");
    RealProof.assertRefused(lab.compiled.program(), lab.cells());
  }

  @Test
  void stoppingAtAnInnerNode() {
    // As if the node of level 1 led to itself: at level 2 and at the end the walk is there.
    int root = parameter("child")[0] + 1;
    int firstLeaf = firstLeaf(forest.graph());
    assertThat(lab.get("child of leaves", at(0, 0)) + lab.get("step of leaves", at(0, 0)))
        .isEqualTo(root);
    assertThat(root).isLessThan(firstLeaf);
    for (int level : new int[] {1, 2}) {
      lab.set("feature of leaves", at(level, 0), parameter("feature")[root]);
      lab.set("threshold of leaves", at(level, 0), parameter("threshold")[root]);
      lab.set("child of leaves", at(level, 0), root);
      lab.set("step of leaves", at(level, 0), 0);
      lab.set("rank of leaves", at(level, 0), lab.get("rank of leaves", at(1, 0)));
    }
    lab.set("tensor leaves", 0, root - firstLeaf);
    assertCaught("node of leaves", "range of leaf of leaves", "choice of values");
  }

  private static int firstLeaf(IntegerGraph graph) {
    return graph.nodes().stream()
        .filter(n -> n instanceof Walk)
        .mapToInt(n -> ((Walk) n).firstLeaf())
        .findFirst()
        .orElseThrow();
  }

  /** An owner who commits to a table whose walk ends in an inner node has nothing to show. */
  @Test
  void tableWithoutALeafAtTheEnd() {
    int node = (int) (lab.get("child of leaves", at(1, 1)) + lab.get("step of leaves", at(1, 1)));
    int inner = firstLeaf(forest.graph()) - 2;
    lab.set("weight child", node, inner).set("child of leaves", at(2, 1), inner);
    lab.set(
        "tensor leaves",
        1,
        inner - firstLeaf(forest.graph()) + lab.get("step of leaves", at(2, 1)));
    assertThat(lab.violations()).contains("range of leaf of leaves");
    RealProof.assertRefused(lab.compiled.program(), lab.cells());
  }

  @Test
  void anotherFeature() {
    int feature = parameter("feature")[0];
    with("feature", 0, 1 - feature);
    assertCaught("node of leaves");
  }

  @Test
  void rankOfAnotherFeature() {
    int feature = parameter("feature")[0];
    with("feature", 0, 1 - feature);
    lab.set("feature of leaves", at(0, 0), feature);
    lab.set("feature of leaves", at(0, 0) + TREES, feature);
    assertCaught("rank of leaves");
  }

  @Test
  void rankOfAnotherSample() {
    int[] x = forest.inputs().get("x");
    int[] swapped = {x[2], x[3], x[0], x[1]};
    Lab lie = execute(forest.parameters(), Map.of("x", swapped));
    lab.take(lie, name -> isFree(name) && !ofRanks(name));
    assertThat(lab.get("tensor score", 0)).isEqualTo(2207);
    assertCaught("rank of leaves");
  }

  /** Columns of the inputs and of their ranks. */
  private static boolean ofRanks(String name) {
    return name.contains(" of ranks")
        || name.contains("input x")
        || Set.of("tensor x", "tensor used", "tensor ranks").contains(name)
        || name.contains(" of used");
  }

  // --- ranks

  @Test
  void notANumberTakenForZero() {
    int[] x = forest.inputs().get("x").clone();
    int at = Arrays.stream(x).boxed().toList().indexOf(NAN);
    x[at] = 0;
    Lab lie = execute(forest.parameters(), Map.of("x", x));
    lab.take(
        lie,
        name ->
            isFree(name)
                && !name.contains("input x")
                && !name.contains(" of used")
                && !Set.of("tensor x", "tensor used").contains(name));
    assertThat(lab.get("tensor score", 1)).isNotEqualTo(2207);
    assertCaught("row of ranks");
  }

  @Test
  void movedBound() {
    // The row of the first sample's feature 0 begins above it.
    int row = (int) lab.get("row of ranks", 0);
    with("bound", row, 2001);
    assertCaught("row of ranks");
  }

  @Test
  void rankOfTheRowBelow() {
    int row = (int) lab.get("row of ranks", 0);
    lab.set("tensor ranks", 0, parameter("rank")[row - 1]);
    assertThat(lab.violations()).contains("row of ranks");
    RealProof.assertRefused(lab.compiled.program(), lab.cells());
  }

  @Test
  void neighbouringIntervalsNeedNegativeDistances() {
    for (int step : new int[] {1, -1}) {
      lab.reset();
      int row = (int) lab.get("row of ranks", 0) + step;
      long key = 2000;
      int[] bound = parameter("bound");
      long over = key - bound[row];
      long under = bound[row + 1] - 1 - key;
      // The next row may be of the next feature.
      under += (parameter("group")[row + 1] - parameter("group")[row]) * (1L << 33);
      over -= parameter("group")[row] * (1L << 33);
      under += parameter("group")[row] * (1L << 33);
      assertThat(Math.min(over, under)).isNegative();
      setLimbs("over lower bound of ranks", over);
      setLimbs("under upper bound of ranks", under);
      lab.set("row of ranks", 0, row).set("tensor ranks", 0, parameter("rank")[row]);
      assertThat(lab.violations())
          .anyMatch(name -> name.matches("limb \\d of (over lower|under upper) bound of ranks"))
          .doesNotContain("row of ranks");
      RealProof.assertRefused(lab.compiled.program(), lab.cells());
    }
  }

  /** Limbs with the given sum, all but the highest as they should be. */
  private void setLimbs(String name, long sum) {
    int bits = bits();
    long rest = sum;
    for (int i = 0; lab.has("limb " + i + " of " + name); i++) {
      boolean highest = !lab.has("limb " + (i + 1) + " of " + name);
      long limb = highest ? rest : rest & ((1L << bits) - 1);
      lab.set("limb " + i + " of " + name, 0, limb);
      rest >>= bits;
    }
  }

  private int bits() {
    return Planner.plan(forest.graph()).rangeBits();
  }

  @Test
  void rankOfAnotherGroup() {
    // The first row of all, whose group is another feature's: as if its bounds were of this one.
    int row = (int) lab.get("row of ranks", 1);
    int other = (int) lab.get("row of ranks", 0);
    lab.set("row of ranks", 1, other).set("tensor ranks", 1, parameter("rank")[other]);
    assertThat(row).isNotEqualTo(other);
    assertThat(lab.violations()).contains("row of ranks");
    RealProof.assertRefused(lab.compiled.program(), lab.cells());
  }

  // --- registration

  private Lab registration(Map<String, int[]> parameters) {
    CompiledProgram compiled =
        RegistrationCompiler.compile(forest.graph(), Planner.plan(forest.graph()), 5);
    return Lab.registration(compiled, parameters);
  }

  /** The owner is told, and a proof cannot be made. */
  private void assertUnregistered(
      String message, String check, Consumer<Map<String, int[]>> change) {
    Map<String, int[]> parameters = changed(forest.parameters(), change);
    Map<String, int[]> right = forest.parameters();
    assertThatThrownBy(() -> Registrar.register(forest.graph(), new Parameters(parameters)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .message()
        .doesNotContainPattern("\\d{2}");
    Lab registration = registration(right);
    assertThat(registration.violations()).isEmpty();
    for (var entry : parameters.entrySet()) {
      for (int i = 0; i < entry.getValue().length; i++) {
        if (entry.getValue()[i] != right.get(entry.getKey())[i]) {
          registration.set("weight " + entry.getKey(), i, entry.getValue()[i]);
        }
      }
    }
    assertThat(registration.violations()).anyMatch(name -> name.contains(check));
    RealProof.assertRefused(registration.compiled.program(), registration.cells());
  }

  @Test
  void childrenThatFormACycle() {
    int node = parameter("child")[0];
    assertUnregistered(
        "walk leaves: a child is before its row",
        "children of leaves",
        p -> p.get("child")[node] = 0);
  }

  @Test
  void unsortedBounds() {
    int row = (int) lab.get("row of ranks", 0);
    assertUnregistered(
        "bin ranks: the rows are not sorted",
        "order of rows of ranks",
        p -> p.get("bound")[row] = Integer.MIN_VALUE + 1);
  }

  @Test
  void unsortedGroups() {
    assertUnregistered(
        "bin ranks: the rows are not sorted", "order of rows of ranks", p -> p.get("group")[0] = 1);
  }

  @Test
  void noLastRow() {
    assertUnregistered(
        "bin ranks: the last row is not above all keys",
        "last row of ranks",
        p -> {
          int rows = p.get("group").length;
          Arrays.fill(p.get("group"), rows - 2, rows, 1);
          Arrays.fill(p.get("bound"), rows - 2, rows, Integer.MAX_VALUE);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"feature", "threshold", "child", "group", "rank", "leaf", "picked"})
  void numbersOutsideOfTheirRanges(String name) {
    Format format = forest.graph().parametersByName().get(name).format();
    assertUnregistered(
        "parameter " + name + ": entry 0 is outside the declared range",
        "range of parameter " + name,
        p -> p.get(name)[0] = (int) format.max() + 1);
  }

  @Test
  void walksThatDoNotEndInLeaves() {
    int node = parameter("child")[0];
    Map<String, int[]> parameters = changed(forest.parameters(), p -> p.get("child")[node] = node);
    assertThatThrownBy(() -> GraphLint.check(forest.graph(), new Parameters(parameters)))
        .hasMessage("walk leaves: a tree does not end in leaves after 3 steps");
  }

  /** Rows of one feature that begin above its least number leave that to no row. */
  @Test
  void firstRowAboveTheLeastKey() {
    Map<String, int[]> parameters =
        changed(forest.parameters(), p -> p.get("bound")[0] = Integer.MIN_VALUE + 1);
    assertThatThrownBy(() -> GraphLint.check(forest.graph(), new Parameters(parameters)))
        .hasMessage("bin ranks: the first row is above the least key");
  }

  // --- categories

  /** Secret names of public categories; a category behind the last one has none. */
  @Test
  void categoryOutsideOfTheList() {
    IntegerGraph graph =
        new Graphs()
            .input("x", new Format(0, 0, 4), 64)
            .parameter("e", Format.signed(0, 20), 5)
            .select(
                "y",
                List.of(64),
                5,
                Graphs.view("e", Graphs.along(1)),
                Graphs.view("x", Graphs.along(0)))
            .output("y")
            .build();
    int[] x = new int[64];
    Arrays.setAll(x, i -> i % 5);
    Lab categories = Lab.of(graph, Map.of("e", new int[] {3, -1, 1 << 18, 9, 0}), Map.of("x", x));
    assertThat(categories.violations()).isEmpty();
    categories.set("tensor x", 7, 5).set("tensor y", 7, 0);
    assertThat(categories.violations())
        .contains("choice of y")
        .anyMatch(name -> name.contains("domain of input x"));
    RealProof.assertRefused(categories.compiled.program(), categories.cells());
    categories.reset().set("tensor y", 7, 9);
    assertThat(categories.violations()).containsExactly("choice of y");
    RealProof.assertRefused(categories.compiled.program(), categories.cells());
    for (Column column : categories.freeColumns()) {
      assertThat(column.name()).doesNotContain("selector");
    }
  }
}
