/** The datastore-guard command. */
@NullMarked
package org.datastoreguard.cli;

import org.jspecify.annotations.NullMarked;
