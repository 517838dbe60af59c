package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Attention of opset 23, against ONNX Runtime. */
class AttentionTest {
  @Seeds(40)
  void attention(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long shared = draw.integer(1, 2);
    int each = draw.integer(1, 2);
    int rows = draw.integer(1, 4);
    int columns = draw.integer(1, 4);
    int features = draw.integer(1, 3);
    int values = draw.integer(1, 3);
    OnnxFile file = new OnnxFile(23);
    List<Message> attributes = new ArrayList<>();
    if (draw.flag()) {
      file.input("q", 2, shared * each, rows, features)
          .input("k", 2, shared, columns, features)
          .input("v", 2, shared, columns, values);
    } else {
      file.input("q", 2, rows, shared * each * features)
          .input("k", 2, columns, shared * features)
          .input("v", 2, columns, shared * values);
      attributes.add(integerAttribute("q_num_heads", shared * each));
      attributes.add(integerAttribute("kv_num_heads", shared));
    }
    if (draw.flag()) {
      attributes.add(realAttribute("scale", 0.7));
    }
    String inputs = "q,k,v";
    if (draw.flag()) {
      attributes.add(integerAttribute("is_causal", 1));
    } else if (draw.flag()) {
      file.input("m", rows, columns);
      inputs = "q,k,v,m";
    } else {
      file.input("m", rows, columns).floats("z", new long[] {}, 1).add("Less", "m,z", "b");
      inputs = "q,k,v,b";
    }
    file.add("Attention", inputs, "y", attributes.toArray(new Message[0])).output("y");
    Comparison.agree(file.toBytes(), draw, -1, 1, 1, 1e-4);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    OnnxFile present = new OnnxFile(23).input("q", 1, 1, 2, 2);
    present.add("Attention", "q,q,q", "y,p").output("y").output("p");
    Comparison.refuses(present, "Attention node \"to y,p\"", "leave them out");
    OnnxFile cap = new OnnxFile(23).input("q", 1, 1, 2, 2);
    cap.add("Attention", "q,q,q", "y", realAttribute("softcap", 2)).output("y");
    Comparison.refuses(cap, "Attention node \"to y\"", "softcap", "MatMul and Softmax");
    OnnxFile shapes = new OnnxFile(23).input("q", 1, 1, 2, 2).input("k", 1, 1, 2, 3);
    shapes.add("Attention", "q,k,k", "y").output("y");
    Comparison.refuses(shapes, "Attention node \"to y\"", "do not fit");
    OnnxFile heads = new OnnxFile(23).input("q", 1, 2, 2);
    heads.add("Attention", "q,q,q", "y").output("y");
    Comparison.refuses(heads, "Attention node \"to y\"", "q_num_heads is missing");
  }
}
