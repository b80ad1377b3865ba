package org.datastoreguard.nas;

/** Numbers as {@code zfs -p} writes them; {@code -} where a value does not apply. */
final class Numbers {
    private Numbers() {}

    static long orMinusOne(String decimal) {
        try {
            return Long.parseLong(decimal.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
