package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Gemm, MatMul, FusedMatMul and Einsum, against ONNX Runtime. */
class ProductTest {
  /** A constant or an input; at least one of a node is an input. */
  private static void operand(OnnxFile file, Draw draw, String name, boolean input, long... shape) {
    if (input || draw.flag()) {
      file.input(name, shape);
    } else {
      file.floats(name, shape, draw.entries(shape));
    }
  }

  @Seeds(40)
  void gemm(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int m = draw.integer(1, 3);
    int k = draw.integer(1, 4);
    int n = draw.integer(1, 3);
    boolean transA = draw.flag();
    boolean transB = draw.flag();
    boolean first = draw.flag();
    OnnxFile file = new OnnxFile(draw.of(7, 9, 11, 13, 20));
    operand(file, draw, "a", first, transA ? new long[] {k, m} : new long[] {m, k});
    operand(file, draw, "b", !first, transB ? new long[] {n, k} : new long[] {k, n});
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("transA", transA ? 1 : 0));
    attributes.add(integerAttribute("transB", transB ? 1 : 0));
    if (draw.flag()) {
      attributes.add(realAttribute("alpha", 0.7));
    }
    if (draw.flag()) {
      attributes.add(realAttribute("beta", draw.of(-1.5, 0.0)));
    }
    operand(
        file,
        draw,
        "c",
        false,
        draw.of(new long[] {m, n}, new long[] {n}, new long[] {1}, new long[] {m, 1}));
    file.add("Gemm", "a,b,c", "y", attributes.toArray(new Message[0])).output("y");
    Comparison.agree(file, draw);
  }

  private static long[] batched(Draw draw, long[] batch, long... matrix) {
    int kept = draw.integer(0, batch.length);
    long[] shape = new long[kept + 2];
    for (int d = 0; d < kept; d++) {
      shape[d] = draw.integer(0, 2) == 0 ? 1 : batch[batch.length - kept + d];
    }
    shape[kept] = matrix[0];
    shape[kept + 1] = matrix[1];
    return shape;
  }

  @Seeds(60)
  void matMul(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int k = draw.integer(1, 4);
    long[] batch = draw.integers(draw.integer(0, 3), 1, 3);
    boolean first = draw.flag();
    long[] vector = {k};
    OnnxFile file = new OnnxFile(draw.of(7, 9, 13, 20));
    boolean row = draw.integer(0, 3) == 0;
    boolean column = draw.integer(0, 3) == 0;
    operand(file, draw, "a", first, row ? vector : batched(draw, batch, draw.integer(1, 3), k));
    operand(file, draw, "b", !first, column ? vector : batched(draw, batch, k, draw.integer(1, 3)));
    file.add("MatMul", "a,b", "y").output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(10)
  void fusedMatMul(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    boolean transA = draw.flag();
    boolean transB = draw.flag();
    OnnxFile file = new OnnxFile(17).domain("com.microsoft", 1);
    operand(file, draw, "a", true, transA ? new long[] {2, 4, 3} : new long[] {2, 3, 4});
    operand(file, draw, "b", true, transB ? new long[] {2, 5, 4} : new long[] {2, 4, 5});
    file.add(
            OnnxFile.node(
                    "FusedMatMul",
                    "a,b",
                    "y",
                    realAttribute("alpha", 0.5),
                    integerAttribute("transA", transA ? 1 : 0),
                    integerAttribute("transB", transB ? 1 : 0))
                .string(7, "com.microsoft"))
        .output("y");
    Comparison.agree(file, draw);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ij,jk->ik",
        "ij,kj->ki",
        "bij,bjk->bik",
        "bhid,bhjd->bhij",
        "i,i->",
        "i,j->ij",
        "ij->ji",
        "ij->",
        "ij->j",
        "ii->i",
        "ii->",
        "iij->ji",
        "iji,jk->ik",
        "ij,jk",
        "ji",
        "b...i,...ij->b...j",
        "...ij->...ji",
        "bi...,ik->bk...",
        "ij,jk,kl->il",
        "ij,ij,i->j",
        "a,b,c->abc",
        "ij,j->i",
        "ab,cd->acbd",
        "ijk,k->ij",
        "ij , jk -> ik",
        "bnij,nj->bni",
        "abc,abd->cd",
        "aB,Bc->ca"
      })
  void einsum(String equation) throws ModelException, OrtException {
    for (int variant = 0; variant < 4; variant++) {
      Draw draw = new Draw(variant);
      Map<Character, Integer> sizes = new TreeMap<>();
      String[] terms = equation.replace(" ", "").split("->", -1)[0].split(",", -1);
      List<String> names = new ArrayList<>();
      OnnxFile file = new OnnxFile(draw.of(12, 17, 22));
      long[] hidden = draw.integers(draw.integer(0, 2), 1, 3);
      for (int i = 0; i < terms.length; i++) {
        List<Long> shape = new ArrayList<>();
        String term = terms[i].replace("...", ".");
        for (int at = 0; at < term.length(); at++) {
          char label = term.charAt(at);
          if (label == '.') {
            for (long h : hidden) {
              shape.add(h);
            }
          } else {
            shape.add((long) sizes.computeIfAbsent(label, _ -> draw.integer(1, 4)));
          }
        }
        long[] dims = shape.stream().mapToLong(Long::longValue).toArray();
        operand(file, draw, "x" + i, i == variant % terms.length, dims);
        names.add("x" + i);
      }
      file.add("Einsum", String.join(",", names), "y", Attributes.string("equation", equation))
          .output("y");
      Comparison.agree(file, draw);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    OnnxFile gemm = new OnnxFile(13).input("x", 2, 3).input("z", 2, 3);
    Comparison.refuses(
        gemm.add("Gemm", "x,z", "y").output("y"), "Gemm node \"to y\"", "do not fit");
    OnnxFile product = new OnnxFile(13).input("x", 2, 3).input("z");
    Comparison.refuses(product.add("MatMul", "x,z", "y").output("y"), "MatMul node", "scalar");
    for (String equation :
        List.of("ij,jk,kl->il", "ij,k->ik", "ij,jk->iz", "ij,jk->ii", "i1,jk->i")) {
      OnnxFile einsum = new OnnxFile(13).input("x", 2, 3).input("z", 3, 4);
      einsum.add("Einsum", "x,z", "y", Attributes.string("equation", equation)).output("y");
      Comparison.refuses(einsum, "Einsum node \"to y\"", equation);
    }
    OnnxFile sizes = new OnnxFile(13).input("x", 2, 3).input("z", 2, 4);
    sizes.add("Einsum", "x,z", "y", Attributes.string("equation", "ij,jk->ik")).output("y");
    Comparison.refuses(sizes, "sizes 3 and 2");
  }
}
