package org.datastoreguard.api.http;

/**
 * The cookie of a signed-in browser. {@code __Host-} makes browsers refuse it without {@code Secure} or with a domain, so
 * that no neighbour host can plant one; {@code SameSite=Strict} keeps it from requests that other sites start.
 */
public final class SessionCookie {
    public static final String NAME = "__Host-datastore-guard";
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

    private SessionCookie() {}

    /** Without an age, so that it ends with the browser. */
    public static String of(String secret) {
        return NAME + "=" + secret + ATTRIBUTES;
    }

    public static String ended() {
        return NAME + "=" + ATTRIBUTES + "; Max-Age=0";
    }
}
