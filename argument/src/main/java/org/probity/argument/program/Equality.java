package org.probity.argument.program;

/** The expression is zero on every real cell. */
public record Equality(String name, Expression expression) {}
