package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.model.onnx.Attributes.reals;
import static org.probity.model.onnx.Attributes.string;
import static org.probity.model.onnx.Attributes.strings;
import static org.probity.model.onnx.OnnxFile.FLOAT;
import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.longTensor;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.tensorAttribute;
import static org.probity.model.onnx.OnnxFile.value;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Encoding;
import org.probity.graph.Port;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.testing.Seeds;

/** Encoders of categories, texts and missing values, against ONNX Runtime. */
class EncoderTest {
  private static final String DOMAIN = "ai.onnx.ml";
  private static final int STRING = 8;
  private static final int DOUBLE = 11;
  private static final List<String> TEXTS = List.of("", "a", "b", "\u00dc", "a ", "A");
  private static final List<Double> NUMBERS =
      List.of(0.0, -0.0, 1.0, -1.5, Double.NaN, Double.POSITIVE_INFINITY, 7.0);

  private static OnnxFile file(int version) {
    return new OnnxFile(19).domain(DOMAIN, version);
  }

  private static Message node(
      String operator, String inputs, String outputs, Message... attributes) {
    return OnnxFile.node(operator, inputs, outputs, attributes).string(7, DOMAIN);
  }

  private static String[] texts(Draw draw, int count) {
    return IntStream.range(0, count).mapToObj(_ -> draw.of(TEXTS)).toArray(String[]::new);
  }

  private static double[] numbers(Draw draw, int count) {
    return IntStream.range(0, count).mapToDouble(_ -> draw.of(NUMBERS)).toArray();
  }

  private static Message textTensor(String name, String... texts) {
    Message tensor = OnnxFile.header(name, STRING, texts.length);
    for (String t : texts) {
      tensor.string(6, t);
    }
    return tensor;
  }

  /** All inputs of a file that may be named: numbers, integers and texts. */
  private static void agree(OnnxFile file, Draw draw, int count)
      throws ModelException, OrtException {
    Map<String, double[]> numbers =
        Map.of(
            "x",
            numbers(draw, count),
            "i",
            IntStream.range(0, count).mapToDouble(_ -> draw.integer(-2, 4)).toArray());
    Comparison.agree(file.toBytes(), numbers, Map.of("s", texts(draw, count)), 1e-6);
  }

  @Seeds(30)
  void labelEncoderOfTexts(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int keys = draw.integer(1, 5);
    String type = draw.of("int64s", "floats", "strings");
    Message values =
        switch (type) {
          case "int64s" -> integersAttribute("values_int64s", draw.integers(keys, -9, 9));
          case "floats" -> reals("values_floats", draw.entries(keys));
          default -> strings("values_strings", texts(draw, keys));
        };
    Message otherwise =
        draw.of(
            integerAttribute("default_int64", 5),
            realAttribute("default_float", 0.5),
            string("default_string", "none"));
    OnnxFile file =
        file(draw.of(2, 4))
            .input(value("s", STRING, 4, 2))
            .add(
                node(
                    "LabelEncoder",
                    "s",
                    "y",
                    strings("keys_strings", texts(draw, keys)),
                    values,
                    otherwise))
            .output("y", type.equals("int64s") ? INT64 : type.equals("floats") ? FLOAT : STRING);
    agree(file, draw, 8);
  }

  @Seeds(30)
  void labelEncoderOfNumbers(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int keys = draw.integer(1, 5);
    boolean real = draw.flag();
    boolean text = draw.flag();
    OnnxFile file =
        file(draw.of(2, 4))
            .input(value(real ? "x" : "i", real ? FLOAT : INT64, 8))
            .add(
                node(
                    "LabelEncoder",
                    real ? "x" : "i",
                    "y",
                    real
                        ? reals("keys_floats", numbers(draw, keys))
                        : integersAttribute("keys_int64s", draw.integers(keys, -2, 4)),
                    text
                        ? strings("values_strings", texts(draw, keys))
                        : real
                            ? integersAttribute("values_int64s", draw.integers(keys, -9, 9))
                            : reals("values_floats", numbers(draw, keys))))
            .output("y", text ? STRING : real ? INT64 : FLOAT);
    agree(file, draw, 8);
  }

  @Seeds(10)
  void labelEncoderOfTensors(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        file(4)
            .input(value("s", STRING, 8))
            .add(
                node(
                    "LabelEncoder",
                    "s",
                    "y",
                    tensorAttribute("keys_tensor", textTensor("k", texts(draw, 3))),
                    tensorAttribute("values_tensor", longTensor("v", draw.integers(3, -9, 9), 3)),
                    tensorAttribute("default_tensor", longTensor("d", new long[] {42}, 1))))
            .output("y", INT64);
    agree(file, draw, 8);
  }

  @Seeds(20)
  void firstVersions(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    boolean toText = draw.flag();
    boolean mapper = draw.flag();
    String[] names = texts(draw, 4);
    OnnxFile file =
        file(1)
            .input(value(toText ? "i" : "s", toText ? INT64 : STRING, 8))
            .add(
                mapper
                    ? node(
                        "CategoryMapper",
                        toText ? "i" : "s",
                        "y",
                        strings("cats_strings", names),
                        integersAttribute("cats_int64s", draw.integers(4, -2, 4)),
                        integerAttribute("default_int64", 77),
                        string("default_string", "other"))
                    : node(
                        "LabelEncoder",
                        toText ? "i" : "s",
                        "y",
                        strings("classes_strings", names),
                        integerAttribute("default_int64", 77),
                        string("default_string", "other")))
            .output("y", toText ? STRING : INT64);
    agree(file, draw, 8);
  }

  @Seeds(30)
  void oneHotEncoder(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int count = draw.integer(1, 4);
    String input = draw.of("s", "i", "f", "d");
    int type = Map.of("s", STRING, "i", INT64, "f", FLOAT, "d", DOUBLE).get(input);
    OnnxFile file =
        file(1)
            .input(value(input, type, 4, 2))
            .add(
                node(
                    "OneHotEncoder",
                    input,
                    "y",
                    input.equals("s")
                        ? strings("cats_strings", texts(draw, count))
                        : integersAttribute("cats_int64s", draw.integers(count, -2, 4)),
                    integerAttribute("zeros", 1)))
            .output("y");
    // Converted to integers towards zero.
    double[] reals = draw.reals(8, -3, 5);
    Comparison.agree(
        file.toBytes(),
        Map.of(
            "i",
            IntStream.range(0, 8).mapToDouble(_ -> draw.integer(-2, 4)).toArray(),
            "f",
            reals,
            "d",
            reals),
        Map.of("s", texts(draw, 8)),
        0);
  }

  @Seeds(30)
  void imputer(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int values = draw.of(1, 2);
    boolean real = draw.flag();
    OnnxFile file =
        file(1)
            .input(value(real ? "x" : "i", real ? FLOAT : INT64, 4, 2))
            .add(
                node(
                    "Imputer",
                    real ? "x" : "i",
                    "y",
                    real
                        ? reals("imputed_value_floats", draw.entries(values))
                        : integersAttribute("imputed_value_int64s", draw.integers(values, -9, 9)),
                    real
                        ? realAttribute("replaced_value_float", draw.of(NUMBERS))
                        : integerAttribute("replaced_value_int64", draw.integer(-2, 4))))
            .output("y", real ? FLOAT : INT64);
    agree(file, draw, 8);
  }

  @Seeds(20)
  void columnsOfTexts(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        file(2)
            .input(value("s", STRING, 4, 2))
            .initializer(textTensor("classes", "a", "b", "\u00dc"))
            .initializer(textTensor("missing", ""))
            .initializer(textTensor("usual", "b"))
            .longs("column", draw.integer(0, 1))
            .longs("shape", 4, 1)
            .add(node("ArrayFeatureExtractor", "s,column", "c"))
            .add(
                node(
                    "LabelEncoder",
                    "c",
                    "m",
                    strings("keys_strings", ""),
                    integersAttribute("values_int64s", 1),
                    integerAttribute("default_int64", 0)))
            .add("Cast", "m", "b", integerAttribute("to", 9))
            .add("Where", "b,usual,c", "w")
            .add("Concat", "w,c", "both", integerAttribute("axis", 1))
            .add("Gather", "both,column", "g", integerAttribute("axis", 1))
            .add("Equal", "g,classes", "e")
            .add("Cast", "e", "y", integerAttribute("to", INT64))
            .add(
                node(
                    "LabelEncoder",
                    "both",
                    "z",
                    strings("keys_strings", "a", "b"),
                    reals("values_floats", 1, 2)))
            .add("Equal", "c,missing", "q")
            .add("Cast", "q", "r", integerAttribute("to", INT64))
            .output("y", INT64)
            .output("z")
            .output("r", INT64);
    agree(file, draw, 8);
  }

  @Seeds(10)
  void labelsByTheirIndices(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        file(2)
            .input("x", 8, 3)
            .initializer(textTensor("classes", "no", "yes", "no"))
            .longs("numbers", 5, 3, 9)
            .longs("shape", -1)
            .add("ArgMax", "x", "a", integerAttribute("axis", 1), integerAttribute("keepdims", 0))
            .add(node("ArrayFeatureExtractor", "classes,a", "l"))
            .add("Reshape", "l,shape", "y")
            .add(node("ArrayFeatureExtractor", "numbers,a", "n"))
            .add("Cast", "n", "m", integerAttribute("to", 6))
            .add("Reshape", "m,shape", "k")
            .add("Cast", "k", "z", integerAttribute("to", STRING))
            .add(
                node(
                    "LabelEncoder",
                    "z",
                    "w",
                    strings("keys_strings", "3", "9"),
                    reals("values_floats", 1, 2)))
            .output("y", STRING)
            .output("k", 6)
            .output("z", STRING)
            .output("w");
    Comparison.agree(file, draw);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    OnnxFile map = file(1).input("x", 1, 2).add(node("CastMap", "x", "y")).output("y");
    Comparison.refuses(map, "CastMap node \"to y\"", "one column a key");
    OnnxFile vectorizer = file(1).input("x", 1, 2).add(node("DictVectorizer", "x", "y"));
    Comparison.refuses(vectorizer.output("y"), "DictVectorizer node \"to y\"", "vocabulary");
    OnnxFile sum = file(1).input(value("s", STRING, 2)).add("Add", "s,s", "y").output("y", STRING);
    Comparison.refuses(sum, "Add node \"to y\"", "holds texts");
    OnnxFile copy =
        file(1).input(value("s", STRING, 2)).add("Identity", "s", "y").output("y", STRING);
    Comparison.refuses(copy, "output \"y\" holds texts");
    OnnxFile parse =
        file(1)
            .input(value("s", STRING, 2))
            .add("Cast", "s", "y", integerAttribute("to", FLOAT))
            .output("y");
    Comparison.refuses(parse, "Cast node \"to y\"", "cannot become numbers");
    OnnxFile print = file(1).input("x", 2).add("Cast", "x", "y", integerAttribute("to", STRING));
    Comparison.refuses(print.output("y", STRING), "Cast node \"to y\"", "cannot become texts");
    Comparison.refuses(
        file(2)
            .input(value("s", STRING, 2))
            .add(
                node(
                    "LabelEncoder",
                    "s",
                    "y",
                    strings("keys_strings", "a", "b"),
                    integersAttribute("values_int64s", 1)))
            .output("y", INT64),
        "2 keys do not fit 1 values");
    Comparison.refuses(
        file(2)
            .input(value("i", INT64, 2))
            .add(
                node(
                    "LabelEncoder",
                    "i",
                    "y",
                    integersAttribute("keys_int64s", Long.MAX_VALUE),
                    reals("values_floats", 1)))
            .output("y"),
        "beyond 2^53");
    Comparison.refuses(
        file(1)
            .input(value("s", STRING, 2))
            .add(node("OneHotEncoder", "s", "y", integersAttribute("cats_int64s", 1)))
            .output("y"),
        "not of its categories' type");
  }

  /** However many labels an output may have: indices beyond them cannot be stored. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 6})
  void labelsOfOutputs(int keys) throws ModelException {
    long[] numbers = LongStream.range(0, keys).toArray();
    String[] texts = TEXTS.subList(0, keys).toArray(String[]::new);
    OnnxFile file =
        file(2)
            .input(value("i", INT64, 8))
            .add(
                node(
                    "LabelEncoder",
                    "i",
                    "y",
                    integersAttribute("keys_int64s", numbers),
                    strings("values_strings", texts),
                    string("default_string", "none")))
            .output("y", STRING);
    FloatGraph graph = OnnxImporter.read(file.toBytes());
    Map<String, double[]> sample = Map.of("i", new double[] {0, 1, 2, 3, 4, 5, 6, -1});
    QuantizedModel model = Quantizer.quantize(graph, List.of(sample), QuantizerOptions.defaults());
    Port port = model.graph().outputs().getFirst();
    assertThat(((Encoding.Category) port.encoding()).names()).hasSize(keys + 1);
    Map<String, long[]> values =
        IntegerExecutor.run(
            model.graph(), model.parameters(), new InputQuantizer(model.graph()).quantize(sample));
    double[] expected = FloatExecutor.run(graph, sample).get(graph.outputs().getFirst().tensor());
    assertThat(Arrays.stream(values.get(port.tensor())).asDoubleStream().toArray())
        .isEqualTo(expected);
  }
}
