package org.probity.model.xgboost;

/**
 * Where a value stands in a document. A chain, so that many values below a long name do not repeat
 * it.
 *
 * @param index position in an array, or -1 for a field
 */
record Place(Place parent, String name, int index) {
  static final Place ROOT = new Place(null, "", -1);

  Place field(String field) {
    return new Place(this, field, -1);
  }

  Place item(int position) {
    return new Place(this, "", position);
  }

  @Override
  public String toString() {
    if (parent == null) {
      return "it";
    }
    String before = parent.parent == null ? "" : parent.toString();
    if (index >= 0) {
      return before + "[" + index + "]";
    }
    return before.isEmpty() ? name : before + "." + name;
  }
}
