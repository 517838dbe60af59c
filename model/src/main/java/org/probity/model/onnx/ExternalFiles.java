package org.probity.model.onnx;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxAttribute;
import org.probity.model.onnx.proto.OnnxFunction;
import org.probity.model.onnx.proto.OnnxGraph;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxNode;
import org.probity.model.onnx.proto.OnnxSparseTensor;
import org.probity.model.onnx.proto.OnnxTensor;

/** The files beside a model in which it keeps its weights. */
public final class ExternalFiles {
  private final ModelFolder folder;
  private final SortedMap<String, Path> files = new TreeMap<>();

  private ExternalFiles(ModelFolder folder) {
    this.folder = folder;
  }

  /**
   * The files by their names in the model, all of them in its folder; none if the weights are in
   * the model's own file.
   *
   * @param model the bytes of the model's file
   * @param folder where it lies
   */
  public static SortedMap<String, Path> of(byte[] model, Path folder) throws ModelException {
    ExternalFiles external = new ExternalFiles(new ModelFolder(folder));
    OnnxModel parsed = OnnxModel.parse(model);
    external.collect(parsed.graph());
    for (OnnxFunction function : parsed.functions()) {
      for (OnnxNode node : function.nodes()) {
        external.collect(node);
      }
    }
    return external.files;
  }

  private void collect(OnnxGraph graph) throws ModelException {
    for (OnnxTensor tensor : graph.initializers()) {
      collect(tensor);
    }
    for (OnnxSparseTensor tensor : graph.sparseInitializers()) {
      collect(tensor);
    }
    for (OnnxNode node : graph.nodes()) {
      collect(node);
    }
  }

  private void collect(OnnxNode node) throws ModelException {
    for (OnnxAttribute attribute : node.attributes().values()) {
      if (attribute.tensor().isPresent()) {
        collect(attribute.tensor().get());
      }
      if (attribute.sparse().isPresent()) {
        collect(attribute.sparse().get());
      }
      if (attribute.graph().isPresent()) {
        collect(attribute.graph().get());
      }
    }
  }

  private void collect(OnnxSparseTensor tensor) throws ModelException {
    collect(tensor.values());
    collect(tensor.indices());
  }

  private void collect(OnnxTensor tensor) throws ModelException {
    String location = tensor.external().get("location");
    if (location != null && !files.containsKey(location)) {
      files.put(location, folder.file("constant \"" + tensor.name() + "\"", location));
    }
  }
}
