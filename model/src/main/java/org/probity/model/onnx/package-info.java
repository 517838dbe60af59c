/** ONNX import: from the bytes of a model file to a float graph. */
package org.probity.model.onnx;
