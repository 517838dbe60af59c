package org.probity.inference;

/**
 * What a proof of a constraint program costs. Depends on public data only.
 *
 * @param leafBits binary logarithm of the number of leaves of the lookup argument
 * @param leaves leaves in use: lookups and tables, each padded to a power of two
 * @param tableLeaves the tables' part of {@code leaves}
 * @param tables number of tables
 * @param lookups number of lookups
 * @param equalities number of equalities
 * @param contractions number of expressions with a contraction
 * @param weightCells cells of weights, committed at registration
 * @param witnessCells cells committed in each proof, without padding; multiplicities included
 * @param rowBits binary logarithm of the length of a committed row
 * @param proofBytes size of the proof
 */
public record ProgramCost(
    int leafBits,
    long leaves,
    long tableLeaves,
    int tables,
    int lookups,
    int equalities,
    int contractions,
    long weightCells,
    long witnessCells,
    int rowBits,
    int proofBytes) {}
