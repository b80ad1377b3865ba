/** The one small interface between the engine and its runs: what work is, and where its story is written. Every room may know it. */
@NullMarked
package org.datastoreguard.work;

import org.jspecify.annotations.NullMarked;
