package org.datastoreguard.api.document;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.net.URI;
import java.net.URISyntaxException;
import org.datastoreguard.nas.HostName;
import org.datastoreguard.vcenter.Fingerprint;
import org.datastoreguard.vcenter.VcenterServer;
import org.jspecify.annotations.Nullable;

/** Reads vCenters from their documents. Pure. */
public final class VcenterForm {
    /** Stands for a fingerprint nobody has compared yet. */
    public static final String NOT_COMPARED = Fingerprint.NONE.text();

    private VcenterForm() {}

    /**
     * The vCenter a document describes.
     *
     * @param instanceUuid what is known of it already
     * @throws org.datastoreguard.error.GuardException with all broken rules
     */
    public static VcenterServer toServer(
            VcenterDocument d, String id, @Nullable String instanceUuid, long version, FormErrors errors) {
        URI url = d.url() == null ? errors.required("url", (URI) null) : url(d.url(), errors);
        String username = TextRules.plain("username", errors.required("username", d.username()), errors);
        String given = requireNonNullElse(d.fingerprint(), NOT_COMPARED);
        Fingerprint fingerprint = errors.check("fingerprint", () -> Fingerprint.parse(given));
        String name = d.name() == null && url != null
                ? url.getHost()
                : TextRules.label("name", errors.required("name", d.name()), errors);
        errors.throwIfAny();
        return new VcenterServer(
                id,
                requireNonNull(name),
                requireNonNull(url),
                requireNonNull(username),
                requireNonNull(fingerprint).text(),
                instanceUuid,
                version);
    }

    /** The SDK's address; null, with the rule in {@code errors}, for what is none. */
    static @Nullable URI url(String text, FormErrors errors) {
        try {
            URI url = new URI(text.strip());
            boolean plainPath = url.getPath().isEmpty()
                    || url.getPath().equals("/")
                    || url.getPath().equals("/sdk");
            if ("https".equalsIgnoreCase(url.getScheme())
                    && url.getHost() != null
                    && HostName.isValid(url.getHost())
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && plainPath) {
                return new URI("https", null, url.getHost(), url.getPort(), "/sdk", null, null);
            }
        } catch (URISyntaxException e) {
            // The rule below says what a good one looks like; the text itself may hold a password.
        }
        errors.add("url", "must be https://HOST, https://HOST:PORT or the same with /sdk");
        return null;
    }
}
