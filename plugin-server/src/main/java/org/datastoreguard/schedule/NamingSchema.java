package org.datastoreguard.schedule;

/** A strftime-like pattern for snapshot names, year to minute, in UTC (design/engine.md, rule 22). */
public record NamingSchema(String pattern) {
    public static final NamingSchema DEFAULT = new NamingSchema("auto-%Y-%m-%d_%H-%MZ");
}
