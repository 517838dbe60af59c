package org.probity.model.fidelity;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.model.ModelException;

/**
 * The original model run by ONNX Runtime, one sample at a time. Inputs and outputs may have any
 * rank and the element types of {@link RuntimeTensors}.
 */
public final class OnnxRuntimeReference implements Reference {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, List<Long>> shapes;
  private final Set<String> labels = new HashSet<>();

  private OnnxRuntimeReference(
      OrtEnvironment environment, OrtSession session, Map<String, List<Long>> shapes)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.shapes = Map.copyOf(shapes);
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
    return open((environment, options) -> environment.createSession(model, options), shapes);
  }

  /** Opens a model from its file, which may keep its weights in other files beside it. */
  public static OnnxRuntimeReference open(Path model, Map<String, List<Long>> shapes)
      throws ModelException {
    return open(
        (environment, options) -> environment.createSession(model.toString(), options), shapes);
  }

  private static OnnxRuntimeReference open(Loader loader, Map<String, List<Long>> shapes)
      throws ModelException {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return new OnnxRuntimeReference(environment, session(environment, loader), shapes);
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
  private static OrtSession session(OrtEnvironment environment, Loader loader) throws OrtException {
    try (OrtSession.SessionOptions options = options()) {
      options.addConfigEntry("session.x64quantprecision", "1");
      return loader.load(environment, options);
    } catch (OrtException first) {
      try (OrtSession.SessionOptions options = options()) {
        return loader.load(environment, options);
      } catch (OrtException e) {
        e.addSuppressed(first);
        throw e;
      }
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
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
          if (output.getValue() instanceof OnnxTensor t) {
            RuntimeTensors.entries(t).ifPresent(x -> outputs.put(output.getKey(), x));
          }
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot run the model: " + place(e), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
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
    return RuntimeTensors.tensor(environment, name, info.type, shape, entries);
  }

  private long[] shape(String name, long[] declared, int entries) throws ModelException {
    List<Long> chosen = shapes.get(name);
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
