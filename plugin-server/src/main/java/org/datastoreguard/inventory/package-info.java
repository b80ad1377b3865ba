/** Which datastore is which dataset on which NAS, and why not. */
@NullMarked
package org.datastoreguard.inventory;

import org.jspecify.annotations.NullMarked;
