/** The JSON documents of the REST API: their records, how they are read, checked and turned into the product's values. */
@NullMarked
package org.datastoreguard.api.document;

import org.jspecify.annotations.NullMarked;
