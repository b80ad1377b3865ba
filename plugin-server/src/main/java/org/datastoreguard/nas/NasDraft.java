package org.datastoreguard.nas;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * A storage machine as somebody asks for it, not yet checked.
 *
 * @param hostKey OpenSSH text; null while nobody confirmed one, and then nothing connects
 * @param addresses further names and addresses that hypervisors mount it by
 */
public record NasDraft(
        String name,
        String host,
        int port,
        String user,
        boolean sudo,
        @Nullable String hostKey,
        List<String> addresses) {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,62}[\\p{L}\\p{N}_]|[\\p{L}\\p{N}_]");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}");
    private static final int MAX_PORT = 65_535;

    public NasDraft {
        addresses = List.copyOf(addresses);
    }

    /**
     * This draft with host, host key and addresses in their one normal form.
     *
     * @throws GuardException INVALID_FIELD that lists every broken rule
     */
    public NasDraft checked() {
        List<FieldError> errors = new ArrayList<>();
        rule(errors, "name", NAME.matcher(name).matches(), "must be 1 to 64 letters, digits, spaces, '.', '_' or '-'");
        rule(errors, "host", HostName.isValid(host), "must be a host name, an IPv4 or an IPv6 address");
        rule(errors, "port", port >= 1 && port <= MAX_PORT, "must be between 1 and " + MAX_PORT);
        rule(
                errors,
                "user",
                USER.matcher(user).matches(),
                "must be a log-in name: letters, digits, '_', '.', '@' or '-'");
        for (int i = 0; i < addresses.size(); i++) {
            rule(
                    errors,
                    "addresses[" + i + "]",
                    HostName.isValid(addresses.get(i)),
                    "must be a host name, an IPv4 or an IPv6 address");
        }
        String key = checkedHostKey(errors);
        if (!errors.isEmpty()) {
            throw GuardException.ofFields(ErrorCode.INVALID_FIELD, errors);
        }
        List<String> normal =
                addresses.stream().map(a -> new HostName(a).value()).distinct().toList();
        return new NasDraft(name, new HostName(host).value(), port, user, sudo, key, normal);
    }

    private @Nullable String checkedHostKey(List<FieldError> errors) {
        if (hostKey == null) {
            return null;
        }
        try {
            return HostKey.parse(hostKey).text();
        } catch (GuardException e) {
            errors.addAll(e.fields());
            return null;
        }
    }

    private static void rule(List<FieldError> errors, String field, boolean kept, String rule) {
        if (!kept) {
            errors.add(new FieldError(field, rule));
        }
    }
}
