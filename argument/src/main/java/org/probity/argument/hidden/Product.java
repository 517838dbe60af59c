package org.probity.argument.hidden;

/** One summand {@code x * y} of a product constraint. */
public record Product(Value x, Value y) {}
