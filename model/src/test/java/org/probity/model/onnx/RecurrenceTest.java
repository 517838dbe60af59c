package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** RNN, GRU and LSTM with random options, against ONNX Runtime. */
class RecurrenceTest {
  private static final List<String> FUNCTIONS =
      List.of("Tanh", "Sigmoid", "Relu", "Softsign", "Softplus", "LeakyRelu", "HardSigmoid", "Elu");

  @Seeds(150)
  void recurrentNetworks(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    String operator = draw.of("RNN", "GRU", "LSTM");
    long gates = operator.equals("RNN") ? 1 : operator.equals("GRU") ? 3 : 4;
    int functions = operator.equals("RNN") ? 1 : operator.equals("GRU") ? 2 : 3;
    boolean lstm = gates == 4;
    int steps = draw.integer(1, 4);
    int batch = draw.integer(1, 2);
    int inputs = draw.integer(1, 3);
    int hidden = draw.integer(1, 3);
    String direction = draw.of("forward", "reverse", "bidirectional");
    int directions = direction.equals("bidirectional") ? 2 : 1;
    int opset = draw.of(7, 14, 22);
    OnnxFile file = new OnnxFile(opset).input("x", steps, batch, inputs);
    weights(file, draw, "w", directions, gates * hidden, inputs);
    weights(file, draw, "r", directions, gates * hidden, hidden);
    List<String> names = new ArrayList<>(List.of("x", "w", "r"));
    names.add(draw.flag() ? weights(file, draw, "b", directions, 2 * gates * hidden) : "");
    if (draw.integer(0, 2) == 0) {
      int[] lengths = new int[batch];
      Arrays.fill(lengths, steps);
      Message tensor = OnnxFile.header("l", 6, batch);
      Arrays.stream(lengths).forEach(l -> tensor.varint(5, l));
      file.initializer(tensor);
      names.add("l");
    } else {
      names.add("");
    }
    names.add(draw.flag() ? weights(file, draw, "h", directions, batch, hidden) : "");
    if (lstm) {
      names.add(draw.flag() ? weights(file, draw, "c", directions, batch, hidden) : "");
      names.add(draw.flag() ? weights(file, draw, "p", directions, 3L * hidden) : "");
    }
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("hidden_size", hidden));
    attributes.add(Attributes.string("direction", direction));
    if (draw.flag()) {
      String[] chosen = new String[functions * directions];
      Arrays.setAll(chosen, i -> draw.of(FUNCTIONS));
      attributes.add(Attributes.strings("activations", chosen));
    }
    if (gates == 3) {
      attributes.add(integerAttribute("linear_before_reset", draw.integer(0, 1)));
    }
    if (draw.integer(0, 3) == 0) {
      attributes.add(realAttribute("clip", 0.4));
    }
    file.add(
        operator,
        String.join(",", names),
        lstm ? "y,u,v" : "y,u",
        attributes.toArray(new Message[0]));
    file.output("y").output("u");
    if (lstm) {
      file.output("v");
    }
    Comparison.agree(file.toBytes(), draw, -1, 1, 1, 1e-4);
  }

  private static String weights(OnnxFile file, Draw draw, String name, long... shape) {
    if (draw.integer(0, 4) == 0) {
      file.input(name, shape);
    } else {
      file.floats(name, shape, draw.entries(shape));
    }
    return name;
  }

  @Seeds(20)
  void batchFirst(long seed) throws ModelException, OrtException {
    // ONNX Runtime does not have this layout: the other one between transpositions is the same.
    Draw draw = new Draw(seed);
    String operator = draw.of("RNN", "GRU", "LSTM");
    int gates = operator.equals("RNN") ? 1 : operator.equals("GRU") ? 3 : 4;
    long[] w = {2, gates * 2L, 3};
    long[] r = {2, gates * 2L, 2};
    double[] wEntries = draw.entries(w);
    double[] rEntries = draw.entries(r);
    Message[] common = {
      integerAttribute("hidden_size", 2), Attributes.string("direction", "bidirectional")
    };
    OnnxFile ours = new OnnxFile(14).input("x", 2, 4, 3).input("h", 2, 2, 2);
    ours.floats("w", w, wEntries).floats("r", r, rEntries);
    ours.add(operator, "x,w,r,,,h", "y,u", common[0], common[1], integerAttribute("layout", 1));
    ours.output("y").output("u");
    OnnxFile theirs = new OnnxFile(14).input("x", 2, 4, 3).input("h", 2, 2, 2);
    theirs.floats("w", w, wEntries).floats("r", r, rEntries);
    theirs.add("Transpose", "x", "x1", OnnxFile.integersAttribute("perm", 1, 0, 2));
    theirs.add("Transpose", "h", "h1", OnnxFile.integersAttribute("perm", 1, 0, 2));
    theirs.add(operator, "x1,w,r,,,h1", "y1,u1", common);
    theirs.add("Transpose", "y1", "y", OnnxFile.integersAttribute("perm", 2, 0, 1, 3));
    theirs.add("Transpose", "u1", "u", OnnxFile.integersAttribute("perm", 1, 0, 2));
    theirs.output("y").output("u");
    Comparison.agree(ours.toBytes(), theirs.toBytes(), draw);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    Message hidden = integerAttribute("hidden_size", 2);
    OnnxFile lengths = small().longs("l", 2);
    lengths.add("RNN", "x,w,r,,l", "y", hidden).output("y");
    Comparison.refuses(lengths, "RNN node \"to y\"", "sequence_lens", "one length");
    OnnxFile function = small();
    function.add("RNN", "x,w,r", "y", hidden, Attributes.strings("activations", "Gauss"));
    Comparison.refuses(function.output("y"), "RNN node \"to y\"", "Gauss");
    OnnxFile size = small().add("RNN", "x,w,r", "y", integerAttribute("hidden_size", 3));
    Comparison.refuses(size.output("y"), "RNN node \"to y\"", "W of shape [1, 2, 3]");
    OnnxFile direction = small();
    direction.add("RNN", "x,w,r", "y", hidden, Attributes.string("direction", "up")).output("y");
    Comparison.refuses(direction, "RNN node \"to y\"", "direction up");
  }

  private static OnnxFile small() {
    long[] w = {1, 2, 3};
    long[] r = {1, 2, 2};
    Draw draw = new Draw(1);
    return new OnnxFile(14)
        .input("x", 3, 1, 3)
        .floats("w", w, draw.entries(w))
        .floats("r", r, draw.entries(r));
  }
}
