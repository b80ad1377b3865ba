/** What befalls a replication from outside: lines, machines, disks, clocks, people; the next run mends it. */
@NullMarked
package org.datastoreguard.faults;

import org.jspecify.annotations.NullMarked;
