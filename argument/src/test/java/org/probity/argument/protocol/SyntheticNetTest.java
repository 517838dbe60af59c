package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.probity.argument.ArgumentProver;
import org.probity.argument.ArgumentVerifier;

/** A whole network: padded convolutions, pooling, a flattened tensor, dense layers. */
class SyntheticNetTest {
  @Test
  void leNet() throws Exception {
    SyntheticNet.Built net = SyntheticNet.leNet();
    byte[] proof = ArgumentProver.prove(net.instance(), net.columns(), net.openings());
    assertThat(proof).hasSize(ArgumentVerifier.proofSize(net.program()));
    ArgumentVerifier.verify(net.instance(), proof);
  }
}
