package org.probity.model.onnx.operator;

/** A supported operator and its import. */
record Entry(Support support, Operator operator) {
  static final String DEFAULT_DOMAIN = "";
  static final String MICROSOFT = "com.microsoft";

  /** Operators that the importer itself writes. */
  static final String INTERNAL = "org.probity";

  private static final String SINCE = "0.1.0";

  /** An operator of the default domain. */
  static Entry of(String name, String how, Operator operator) {
    return of(DEFAULT_DOMAIN, name, how, operator);
  }

  static Entry of(String domain, String name, String how, Operator operator) {
    return new Entry(new Support(domain, name, how, SINCE), operator);
  }

  /** An operator of the default domain whose only output is given by a formula. */
  static Entry formula(String name, String how, Operator.Formulated operator) {
    return formula(DEFAULT_DOMAIN, name, how, operator);
  }

  static Entry formula(String domain, String name, String how, Operator.Formulated operator) {
    return of(
        domain,
        name,
        how,
        (node, scope) -> scope.define(node, 0, operator.of(node, scope, new Formula(node, scope))));
  }
}
