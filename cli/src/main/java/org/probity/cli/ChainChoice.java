package org.probity.cli;

import java.util.ArrayList;
import java.util.List;
import org.probity.api.input.BadInputException;
import org.probity.inference.Link;
import org.probity.inference.Links;
import org.probity.inference.certificate.Statement;
import picocli.CommandLine.Option;

/** Options that ask how certificates hang together. */
final class ChainChoice {
  @Option(
      names = "--chain",
      description =
          "Check that each certificate has a port in common with the one before it: the same"
              + " commitment, or the same public values.")
  private boolean chain;

  @Option(
      names = "--link",
      paramLabel = "N:PORT=M:PORT",
      description =
          "Check that these ports of the N-th and the M-th certificate are the same, as in"
              + " 1:score=2:score. A backslash takes the next character as part of a name.")
  private List<String> given = List.of();

  /** A port of a certificate, counted from 0. */
  private record End(int certificate, String port) {
    boolean is(Link.Place place) {
      return place.certificate() == certificate && place.port().equals(port);
    }

    @Override
    public String toString() {
      return "port '%s' of certificate %d".formatted(port, certificate + 1);
    }
  }

  /** A port that is to be another one. */
  private record Wanted(End first, End second) {}

  /**
   * Refuses options that cannot be meant, before anything is verified.
   *
   * @param count number of certificates
   */
  void check(int count) {
    if (count < 2 && (chain || !given.isEmpty())) {
      throw new BadInputException("--chain and --link need two certificates or more");
    }
    given.forEach(text -> wanted(text, count));
  }

  /**
   * What is asked of accepted certificates and does not hold, a line for each.
   *
   * @param links all that there are
   */
  List<String> faults(List<Statement> statements, List<Link> links) {
    List<String> faults = new ArrayList<>();
    for (int i = 1; chain && i < statements.size(); i++) {
      int second = i;
      boolean linked =
          links.stream()
              .anyMatch(
                  l ->
                      l.isComplete()
                          && l.first().certificate() == second - 1
                          && l.second().certificate() == second);
      if (!linked) {
        faults.add("certificates %d and %d have no port in common".formatted(i, i + 1));
      }
    }
    for (String text : given) {
      Wanted wanted = wanted(text, statements.size());
      End first = wanted.first();
      End second = wanted.second();
      boolean linked =
          links.stream()
              .anyMatch(
                  l ->
                      l.isComplete()
                          && ((first.is(l.first()) && second.is(l.second()))
                              || (first.is(l.second()) && second.is(l.first()))));
      if (!linked) {
        faults.add(first + " is not " + second + why(first, second, statements));
      }
    }
    return faults;
  }

  /** What {@link #faults} has found none in, after other words. */
  String words() {
    return (chain ? ", and is linked to the one before it" : "")
        + (given.isEmpty() ? "" : ", and the ports of --link are the same");
  }

  private static String why(End first, End second, List<Statement> statements) {
    for (End end : List.of(first, second)) {
      if (statements.get(end.certificate()).ports().stream()
          .noneMatch(p -> p.name().equals(end.port()))) {
        return ": there is no " + end;
      }
    }
    return Links.difference(
            statements.get(first.certificate()).port(first.port()),
            statements.get(second.certificate()).port(second.port()))
        .map(difference -> ": " + difference)
        .orElse("");
  }

  private static Wanted wanted(String text, int count) {
    Escaped.Halves halves = new Escaped(text).cut('=').orElseThrow(() -> malformed(text));
    return new Wanted(end(halves.left(), text, count), end(halves.right(), text, count));
  }

  private static End end(Escaped text, String whole, int count) {
    Escaped.Halves halves = text.cut(':').orElseThrow(() -> malformed(whole));
    String number = halves.left().raw();
    if (!number.matches("[1-9]\\d{0,8}") || Integer.parseInt(number) > count) {
      throw new BadInputException(
          "--link: '%s' is not the number of one of the %d certificates".formatted(number, count));
    }
    return new End(Integer.parseInt(number) - 1, halves.right().text());
  }

  private static BadInputException malformed(String text) {
    return new BadInputException("--link: '" + text + "' should be as in 1:score=2:score");
  }
}
