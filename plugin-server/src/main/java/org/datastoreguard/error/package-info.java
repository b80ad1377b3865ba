/** The one error root: what went wrong, whether trying again can help, and where to read on. Every room may know it. */
@NullMarked
package org.datastoreguard.error;

import org.jspecify.annotations.NullMarked;
