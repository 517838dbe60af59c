/**
 * The ONNX file format: a strict reader of the protobuf wire format and the messages of {@code
 * onnx.proto} that an importer needs (github.com/onnx/onnx, onnx/onnx.proto, IR versions 3 to 10).
 * Files are taken as hostile: lengths are checked against what is left before anything is
 * allocated, and byte fields are views into the file.
 */
package org.probity.model.onnx.proto;
