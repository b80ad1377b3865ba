package org.datastoreguard.nas;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datastoreguard.error.GuardException;

/**
 * A host name or an address in the one form in which two spellings of the same are equal: lower case, no trailing dot,
 * no brackets, IPv6 in full. Never starts with {@code -}, so it can stand in a command line.
 */
public record HostName(String value) {
    private static final int MAX_LENGTH = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    public HostName {
        value = normalised(value)
                .orElseThrow(() -> GuardException.invalid(
                        "host", "must be a host name, an IPv4 or an IPv6 address, without a user, port or path"));
    }

    public static boolean isValid(String text) {
        return normalised(text).isPresent();
    }

    /** The value of {@code text}, or empty where it is none; never asks a name server. */
    public static Optional<HostName> tryParse(String text) {
        return normalised(text).map(HostName::new);
    }

    /** Whether it is an address rather than a name. */
    public boolean isAddress() {
        return value.indexOf(':') >= 0 || NUMBERS.matcher(value).matches();
    }

    /** Whether it means the machine itself whoever asks; never what another machine mounts by. */
    public boolean isLoopback() {
        return value.equals("localhost") || isAddress() && value.startsWith("127.") || value.equals("0:0:0:0:0:0:0:1");
    }

    private static Optional<String> normalised(String text) {
        String bare = bare(text.toLowerCase(Locale.ROOT));
        if (IPV6.matcher(bare).matches()) {
            return ipv6(bare);
        }
        if (NUMBERS.matcher(bare).matches()) {
            return Optional.of(bare).filter(b -> IPV4.matcher(b).matches());
        }
        return Optional.of(bare)
                .filter(b -> b.length() <= MAX_LENGTH && NAME.matcher(b).matches());
    }

    private static String bare(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return text.substring(1, text.length() - 1);
        }
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** A text with a colon is always read as a literal by {@link InetAddress}, so no name server is asked. */
    private static Optional<String> ipv6(String literal) {
        try {
            return Optional.of(InetAddress.getByName(literal).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
