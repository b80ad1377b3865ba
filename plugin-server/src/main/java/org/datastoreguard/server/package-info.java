/** Composition root and the Jetty host. */
@NullMarked
package org.datastoreguard.server;

import org.jspecify.annotations.NullMarked;
