/** Values and text of ZFS: names, snapshots, command lines, parsers, error classes. Pure. */
@NullMarked
package org.datastoreguard.zfs;

import org.jspecify.annotations.NullMarked;
