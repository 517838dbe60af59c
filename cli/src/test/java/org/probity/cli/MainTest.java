package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The commands that there are. */
class MainTest {
  @Test
  void commandsGoByTheirNames() {
    var all = Main.commandLine().getSubcommands();
    assertThat(all).containsKeys("register", "prove", "verify");
    all.forEach((name, command) -> assertThat(command.getCommandSpec().name()).isEqualTo(name));
  }

  @Test
  void onlyTheCommandThatIsCalledIsLoaded() {
    assertThat(Main.commandLine("verify", "prove").getSubcommands()).containsOnlyKeys("verify");
    assertThat(Main.commandLine("--help", "verify").getSubcommands()).hasSizeGreaterThan(10);
    assertThat(Main.commandLine("verfy").getSubcommands()).hasSizeGreaterThan(10);
  }
}
