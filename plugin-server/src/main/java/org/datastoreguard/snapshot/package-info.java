/** Periodic snapshot tasks and the taking of snapshots. */
@NullMarked
package org.datastoreguard.snapshot;

import org.jspecify.annotations.NullMarked;
