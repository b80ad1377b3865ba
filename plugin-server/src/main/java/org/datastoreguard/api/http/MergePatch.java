package org.datastoreguard.api.http;

/** The media type of RFC 7396. */
public final class MergePatch {
    public static final String TYPE = "application/merge-patch+json";

    private MergePatch() {}
}
