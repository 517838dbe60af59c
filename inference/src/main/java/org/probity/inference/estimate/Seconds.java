package org.probity.inference.estimate;

/**
 * A predicted time in seconds.
 *
 * @param warm in a process that has done the same before
 * @param cold in a process of its own, from the start of the JVM
 */
public record Seconds(double warm, double cold) {}
