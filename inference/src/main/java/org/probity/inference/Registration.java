package org.probity.inference;

import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;

/** A registered model: what everybody may know of it, and what its owner keeps. */
public record Registration(ModelKey key, ModelSecret secret) {}
