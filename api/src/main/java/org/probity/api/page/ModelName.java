package org.probity.api.page;

/**
 * What a model is called by somebody who has signed for it.
 *
 * @param name of the model
 * @param version of the model
 * @param signer who says so: the identifier of the key of a signature that was verified
 */
public record ModelName(String name, String version, String signer) {}
