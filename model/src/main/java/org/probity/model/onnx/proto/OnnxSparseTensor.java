package org.probity.model.onnx.proto;

import org.probity.model.ModelException;

/**
 * SparseTensorProto: non-zero values (one-dimensional, carrying the name), their indices (INT64,
 * either {@code [n]} linearised or {@code [n, rank]} coordinates), and the dense shape.
 */
public record OnnxSparseTensor(OnnxTensor values, OnnxTensor indices, long[] dims) {

  static OnnxSparseTensor read(WireReader in) throws ModelException {
    OnnxTensor values = null;
    OnnxTensor indices = null;
    LongList dims = new LongList();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> values = OnnxTensor.read(in.readMessage());
        case 2 -> indices = OnnxTensor.read(in.readMessage());
        case 3 -> in.readVarints(dims);
        default -> in.skip();
      }
    }
    if (values == null || indices == null) {
      throw WireReader.malformed("a sparse tensor lacks values or indices");
    }
    return new OnnxSparseTensor(values, indices, dims.toArray());
  }
}
