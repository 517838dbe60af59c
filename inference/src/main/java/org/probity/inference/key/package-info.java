/** The two sides of a registered model: the public model key and the owner's model secret. */
package org.probity.inference.key;
