@NullMarked
package org.datastoreguard.replication;

import org.jspecify.annotations.NullMarked;
