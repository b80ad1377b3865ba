/** Tests of the ways back. */
@NullMarked
package org.datastoreguard.recovery;

import org.jspecify.annotations.NullMarked;
