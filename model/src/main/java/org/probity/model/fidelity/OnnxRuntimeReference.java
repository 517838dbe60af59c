package org.probity.model.fidelity;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;

/**
 * The original model run by ONNX Runtime, one sample at a time and as its file says, without
 * optimisation (quantised models excepted). Inputs and outputs may have any rank and the element
 * types of {@link RuntimeTensors}; inputs may be texts, outputs labels or maps from classes to
 * scores.
 */
public final class OnnxRuntimeReference implements Reference {
  /** Where a model that is loaded from bytes keeps its external data. */
  private static final String EXTERNAL_FOLDER =
      "session.model_external_initializers_file_folder_path";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OriginalPorts ports;
  private final Set<String> labels = new HashSet<>();

  private OnnxRuntimeReference(OrtEnvironment environment, OrtSession session, OriginalPorts ports)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.ports = ports;
    for (NodeInfo output : session.getOutputInfo().values()) {
      if (output.getInfo() instanceof TensorInfo info && RuntimeTensors.isLabel(info.type)) {
        labels.add(output.getName());
      }
    }
  }

  /**
   * Opens a model from the bytes of its file. A single dynamic dimension of an input follows from
   * the number of entries; of several, all are 1.
   */
  public static OnnxRuntimeReference open(byte[] model) throws ModelException {
    return open(model, Map.of());
  }

  /**
   * Opens a model from the bytes of its file.
   *
   * @param shapes the shapes of inputs by name, for those with dynamic dimensions
   */
  public static OnnxRuntimeReference open(byte[] model, Map<String, List<Long>> shapes)
      throws ModelException {
    return open(
        (environment, options) -> environment.createSession(model, options),
        QuantizedFile.is(model),
        OriginalPorts.of(shapes));
  }

  /**
   * Opens a model from the bytes of its file.
   *
   * @param graph the imported model
   * @param texts all texts of the samples
   */
  public static OnnxRuntimeReference open(byte[] model, FloatGraph graph, Texts texts)
      throws ModelException {
    return open(
        (environment, options) -> environment.createSession(model, options),
        QuantizedFile.is(model),
        OriginalPorts.of(graph, texts));
  }

  /** Opens a model from its file, which may keep its weights in other files beside it. */
  public static OnnxRuntimeReference open(Path model, Map<String, List<Long>> shapes)
      throws ModelException {
    return open(model, OriginalPorts.of(shapes));
  }

  static OnnxRuntimeReference open(Path model, OriginalPorts ports) throws ModelException {
    return open(
        (environment, options) -> environment.createSession(model.toString(), options),
        isQuantized(model),
        ports);
  }

  /**
   * The same with tensors of the file as outputs.
   *
   * @param shown names of tensors that are not outputs
   */
  static OnnxRuntimeReference open(Path model, OriginalPorts ports, List<String> shown)
      throws ModelException {
    byte[] file = bytes(model);
    byte[] showing = ShownTensors.add(file, shown);
    String folder = String.valueOf(model.toAbsolutePath().getParent());
    return open(
        (environment, options) -> {
          options.addConfigEntry(EXTERNAL_FOLDER, folder);
          return environment.createSession(showing, options);
        },
        QuantizedFile.is(file),
        ports);
  }

  private static boolean isQuantized(Path model) throws ModelException {
    return QuantizedFile.is(bytes(model));
  }

  private static byte[] bytes(Path model) throws ModelException {
    try {
      return Files.readAllBytes(model);
    } catch (IOException e) {
      throw new ModelException("cannot read " + model + ": " + e.getMessage(), e);
    }
  }

  private static OnnxRuntimeReference open(Loader loader, boolean quantized, OriginalPorts ports)
      throws ModelException {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = session(environment, loader, quantized);
      return new OnnxRuntimeReference(environment, session, ports);
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot open the model: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new ModelException(
          "ONNX Runtime cannot be loaded; it needs com.microsoft.onnxruntime:onnxruntime on the"
              + " class path and room in the folder for temporary files",
          e);
    }
  }

  /**
   * A session whose sums of 8-bit products do not saturate, whatever the processor; operators of a
   * model that leave no choice of kernel do without.
   */
  private static OrtSession session(OrtEnvironment environment, Loader loader, boolean quantized)
      throws OrtException {
    try (OrtSession.SessionOptions options = options(quantized)) {
      options.addConfigEntry("session.x64quantprecision", "1");
      return loader.load(environment, options);
    } catch (OrtException first) {
      try (OrtSession.SessionOptions options = options(quantized)) {
        return loader.load(environment, options);
      } catch (OrtException e) {
        e.addSuppressed(first);
        throw e;
      }
    }
  }

  private static OrtSession.SessionOptions options(boolean quantized) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    if (!quantized) {
      // Its optimiser is wrong for some graphs, such as a transposed stack times a vector; but only
      // it brings quantised models to the integer kernels that they are run with.
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
    }
    // What fails comes as an exception.
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  /** Where a model comes from. */
  private interface Loader {
    OrtSession load(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  @Override
  public String name() {
    return "ONNX Runtime " + environment.getVersion();
  }

  @Override
  public boolean isLabel(String output) {
    return labels.contains(output);
  }

  @Override
  public Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (NodeInfo input : session.getInputInfo().values()) {
        tensors.put(input.getName(), tensor(input, inputs.get(input.getName())));
      }
      Map<String, double[]> outputs = new HashMap<>();
      try (OrtSession.Result result = session.run(tensors)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          entries(output.getKey(), output.getValue())
              .ifPresent(x -> outputs.put(output.getKey(), x));
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot run the model: " + place(e), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** Numbers as they are, labels as indices of their names. */
  private Optional<double[]> entries(String output, OnnxValue value) throws OrtException {
    return switch (value) {
      case OnnxTensor tensor -> {
        Optional<List<String>> names = ports.labels(output);
        yield names.isPresent()
            ? Optional.of(RuntimeLabels.indices(tensor, names.get()))
            : RuntimeTensors.entries(tensor);
      }
      case OnnxSequence rows -> RuntimeLabels.scores(rows);
      default -> Optional.empty();
    };
  }

  /** The part of a message that names a node; what follows may quote an entry. */
  private static String place(OrtException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf("Status Message");
    return end < 0 ? message : message.substring(0, end).strip();
  }

  private OnnxTensor tensor(NodeInfo input, double[] entries) throws OrtException, ModelException {
    String name = input.getName();
    if (!(input.getInfo() instanceof TensorInfo info)) {
      throw new ModelException("input " + name + " is not a tensor");
    }
    if (entries == null) {
      throw new ModelException("input " + name + " is missing");
    }
    long[] shape = shape(name, info.getShape(), entries.length);
    return info.type == OnnxJavaType.STRING
        ? OnnxTensor.createTensor(environment, texts(name, entries), shape)
        : RuntimeTensors.tensor(environment, name, info.type, shape, entries);
  }

  private String[] texts(String name, double[] numbers) throws ModelException {
    String[] texts = new String[numbers.length];
    for (int i = 0; i < texts.length; i++) {
      Optional<String> text = ports.texts().of(numbers[i]);
      if (text.isEmpty()) {
        throw new ModelException("input %s: entry %d stands for no known text".formatted(name, i));
      }
      texts[i] = text.get();
    }
    return texts;
  }

  private long[] shape(String name, long[] declared, int entries) throws ModelException {
    List<Long> chosen = ports.shapes().get(name);
    long[] shape = chosen == null ? inferred(declared, entries) : longs(chosen);
    boolean fits = shape.length == declared.length && product(shape) == entries;
    for (int d = 0; fits && d < shape.length; d++) {
      fits = declared[d] < 0 || declared[d] == shape[d];
    }
    if (!fits) {
      throw new ModelException(
          "input %s: %d entries do not fill the shape %s of the original%s"
              .formatted(
                  name,
                  entries,
                  text(declared),
                  chosen == null ? "; give a shape for its dynamic dimensions" : " as " + chosen));
    }
    return shape;
  }

  /** The declared shape with its dynamic dimensions chosen. */
  private static long[] inferred(long[] declared, int entries) {
    long[] shape = declared.clone();
    long fixed = 1;
    int dynamic = 0;
    for (long d : declared) {
      fixed *= d < 0 ? 1 : d;
      dynamic += d < 0 ? 1 : 0;
    }
    for (int d = 0; d < shape.length; d++) {
      if (shape[d] < 0) {
        shape[d] = dynamic == 1 && fixed > 0 ? Math.max(1, entries / fixed) : 1;
      }
    }
    return shape;
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long d : shape) {
      product *= d;
    }
    return product;
  }

  private static long[] longs(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  private static String text(long[] declared) {
    List<String> text = new ArrayList<>();
    for (long d : declared) {
      text.add(d < 0 ? "?" : Long.toString(d));
    }
    return text.toString();
  }

  @Override
  public void close() throws ModelException {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot close the model: " + e.getMessage(), e);
    }
  }
}
