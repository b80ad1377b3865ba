/** Tokens, roles, secrets at rest, audit. */
@NullMarked
package org.datastoreguard.security;

import org.jspecify.annotations.NullMarked;
