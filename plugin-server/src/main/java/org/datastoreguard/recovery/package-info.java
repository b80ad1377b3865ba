/** Ways back from a snapshot: rolling a dataset back to it, and cloning it. */
@NullMarked
package org.datastoreguard.recovery;

import org.jspecify.annotations.NullMarked;
