/** How faithful an integer model is to its ONNX original. The only package to use ONNX Runtime. */
package org.probity.model.fidelity;
