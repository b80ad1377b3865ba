/** Tells people outside vCenter, by mail and by webhooks, what became of runs and what is wrong at present. */
@NullMarked
package org.datastoreguard.notify;

import org.jspecify.annotations.NullMarked;
