/** When things happen: cron, Begin/End windows, time zones and daylight saving, snapshot naming schemas. Pure. */
@NullMarked
package org.datastoreguard.schedule;

import org.jspecify.annotations.NullMarked;
