/** Files and folders of Probity on a disk: written whole or not at all, secrets for their owner. */
package org.probity.api.file;
