package org.datastoreguard.notify;

import org.jspecify.annotations.Nullable;

/**
 * What follows from something that happened.
 *
 * @param event what to tell; null for nothing
 * @param trouble what is wrong from now on; null for nothing
 */
record Verdict(@Nullable Event event, @Nullable Trouble trouble) {}
