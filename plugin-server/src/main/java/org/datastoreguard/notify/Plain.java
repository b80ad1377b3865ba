package org.datastoreguard.notify;

/** Text that others wrote, made harmless for a mail, a log and a terminal. */
final class Plain {
    private static final int LONGEST = 2000;
    private static final int LONGEST_LINE = 300;

    private Plain() {}

    static String line(String text) {
        return line(text, LONGEST_LINE);
    }

    static String line(String text, int longest) {
        return shortened(text.replaceAll("\\p{Cntrl}+", " ").strip(), longest);
    }

    /** Line ends stay. */
    static String lines(String text) {
        return shortened(text.replaceAll("[\\p{Cntrl}&&[^\n]]+", " ").strip(), LONGEST);
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
