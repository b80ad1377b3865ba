/** A storage machine: SSH sessions (the only package that knows JSch), host keys, running scripts, probing. */
@NullMarked
package org.datastoreguard.nas;

import org.jspecify.annotations.NullMarked;
