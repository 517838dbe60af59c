/** What is claimed and proven about one inference, and receipts for committed ports. */
package org.probity.inference.certificate;
