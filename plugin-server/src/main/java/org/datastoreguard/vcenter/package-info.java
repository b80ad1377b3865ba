/** The only package that knows vijava: connections, datastores, extension registration. */
@NullMarked
package org.datastoreguard.vcenter;

import org.jspecify.annotations.NullMarked;
