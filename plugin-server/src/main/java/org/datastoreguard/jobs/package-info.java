/** Runs and their states: queue, locks, logs, progress, recovery after a crash; the glue to db-scheduler. */
@NullMarked
package org.datastoreguard.jobs;

import org.jspecify.annotations.NullMarked;
