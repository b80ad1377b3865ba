/** Repositories on Jdbi and the Flyway migrations. */
@NullMarked
package org.datastoreguard.store;

import org.jspecify.annotations.NullMarked;
