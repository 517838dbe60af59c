package org.probity.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import org.probity.api.ProbityFiles;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.inference.Expectations;
import org.probity.inference.Requirement;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.policy.Circumstances;
import org.probity.inference.policy.Policy;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SignatureRequirement;
import picocli.CommandLine.Option;

/** What a verifier demands beyond a valid certificate. */
final class PolicyChoice {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "What the certificate must be like: docs/policies.md.")
  private Path policy;

  @Option(
      names = "--nonce",
      paramLabel = "TEXT",
      description = "What you have asked the prover to put into the context, for the policy.")
  private String nonce;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "A signature of the model, or a signed model list.")
  private Path signature;

  @Option(
      names = "--signer",
      paramLabel = "FILE",
      description = "The signer (signer.pub) of --signature, from a source you trust.")
  private Path signer;

  /** The expectations and what these options demand. */
  Expectations extend(Expectations expectations) throws IOException, InvalidFileException {
    Instant now = Instant.now();
    if (signer != null && signature == null) {
      throw new BadInputException("--signer needs the --signature that it has made");
    }
    if (nonce != null && policy == null) {
      throw new BadInputException("--nonce needs a --policy whose context has a place for it");
    }
    byte[] list = signature == null ? null : ModelFolder.read(signature, ModelList.MAX_FILE);
    Expectations extended = expectations;
    if (signer != null) {
      SignatureRequirement demand =
          new SignatureRequirement(list, ProbityFiles.readSigner(signer), now);
      extended = extended.and(demand);
    }
    if (policy != null) {
      extended = extended.and(demands(now, list));
    } else if (list != null && signer == null) {
      throw new BadInputException("--signature needs --signer: who must have made it?");
    }
    return extended;
  }

  private Requirement demands(Instant now, byte[] given) throws IOException, InvalidFileException {
    Policy content = ProbityFiles.readPolicy(policy);
    if (given != null && signer == null && !content.asksForModelList()) {
      throw new BadInputException(
          policy + ": demands no signed model list; --signature needs --signer then");
    }
    Circumstances circumstances = Circumstances.at(now);
    if (nonce != null) {
      circumstances = withNonce(circumstances);
    }
    if (content.modelListFile().isPresent()) {
      if (given != null && signer == null) {
        throw new BadInputException(
            policy + ": names its model list itself; leave out --signature");
      }
      byte[] file = ModelFolder.read(beside(content.modelListFile().get()), ModelList.MAX_FILE);
      circumstances = circumstances.withModelList(file);
    } else if (given != null) {
      circumstances = circumstances.withModelList(given);
    }
    return content.requirement(circumstances);
  }

  private Path beside(String file) {
    try {
      return policy.resolveSibling(file);
    } catch (InvalidPathException e) {
      throw new BadInputException(policy + ": the model list's file is no file name", e);
    }
  }

  private Circumstances withNonce(Circumstances circumstances) {
    try {
      return circumstances.withNonce(nonce);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--nonce: " + e.getMessage());
    }
  }
}
