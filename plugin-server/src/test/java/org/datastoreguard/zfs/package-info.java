@NullMarked
package org.datastoreguard.zfs;

import org.jspecify.annotations.NullMarked;
