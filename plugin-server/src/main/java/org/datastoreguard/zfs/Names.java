package org.datastoreguard.zfs;

/** How a doubtful text is shown to people and logs: bounded, in quotes, with control characters made visible. */
final class Names {
    private static final int SHOWN = 80;

    private Names() {}

    static String quoted(String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return '"' + shown.replaceAll("\\p{Cntrl}", "\uFFFD") + '"';
    }
}
