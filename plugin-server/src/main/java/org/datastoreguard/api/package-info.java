/** The REST resources of /api/v1, their DTO records and problem documents. */
@NullMarked
package org.datastoreguard.api;

import org.jspecify.annotations.NullMarked;
