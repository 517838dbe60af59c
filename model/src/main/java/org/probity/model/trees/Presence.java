package org.probity.model.trees;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Whether the leaves that a row reaches have a value of a result. */
public enum Presence {
  /** Some tree has one at every leaf. */
  ALWAYS,
  /** It depends on the row, or takes more than one tree to tell. */
  SOMETIMES,
  /** No leaf has one. */
  NEVER;

  /** By result. */
  public static Presence[] of(Ensemble ensemble) {
    Presence[] presence = new Presence[ensemble.results()];
    Arrays.fill(presence, NEVER);
    // Of the tree at hand: leaves that have a value, and which tree that was.
    int[] count = new int[presence.length];
    int[] counted = new int[presence.length];
    Arrays.fill(counted, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int tree = 0; tree < ensemble.trees(); tree++) {
      int leaves = leaves(ensemble, tree, open);
      open.push(tree);
      while (!open.isEmpty()) {
        int node = open.pop();
        if (!ensemble.isLeaf(node)) {
          open.push(ensemble.whenTrue(node));
          open.push(ensemble.whenFalse(node));
          continue;
        }
        for (int i = 0; i < ensemble.values(node); i++) {
          int r = ensemble.result(node, i);
          count[r] = counted[r] == tree ? count[r] + 1 : 1;
          counted[r] = tree;
          if (count[r] == leaves) {
            presence[r] = ALWAYS;
          } else if (presence[r] == NEVER) {
            presence[r] = SOMETIMES;
          }
        }
      }
    }
    return presence;
  }

  private static int leaves(Ensemble ensemble, int tree, Deque<Integer> open) {
    int leaves = 0;
    open.push(tree);
    while (!open.isEmpty()) {
      int node = open.pop();
      if (ensemble.isLeaf(node)) {
        leaves++;
      } else {
        open.push(ensemble.whenTrue(node));
        open.push(ensemble.whenFalse(node));
      }
    }
    return leaves;
  }
}
