package org.datastoreguard.schedule;

import java.time.LocalTime;

/**
 * The time of day in which a run may start: {@code begin ≤ t ≤ end} to the minute, both included; begin after end
 * crosses midnight (design/engine.md, rule 19). Equal values are refused, since one reader takes them for "never" and the
 * next for "always".
 */
public record Window(LocalTime begin, LocalTime end) {}
