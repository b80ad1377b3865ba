/** Replication tasks: planning by guid, safe sending, verification. */
@NullMarked
package org.datastoreguard.replication;

import org.jspecify.annotations.NullMarked;
