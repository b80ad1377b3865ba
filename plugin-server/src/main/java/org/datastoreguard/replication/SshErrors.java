package org.datastoreguard.replication;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.NasSystem;

/** What the {@code ssh} from one machine to the other means when it failed, told from its words (OpenSSH, C locale). */
final class SshErrors {
    private static final Pattern SEEN = Pattern.compile("(SHA256:[A-Za-z0-9+/]+)");

    private SshErrors() {}

    static GuardException of(String stderr, NasSystem from, NasSystem to, Route route) {
        String way = from.name() + " → " + to.name() + " (" + route.host() + ":" + route.port() + "): ";
        ErrorCode code = code(stderr);
        return GuardException.ofCommand(code, way + message(code, stderr, route, from, to), stderr);
    }

    static ErrorCode code(String stderr) {
        if (stderr.contains("IDENTIFICATION HAS CHANGED")) {
            return ErrorCode.NAS_HOST_KEY_CHANGED;
        }
        if (stderr.contains("host key is known") || stderr.contains("Host key verification failed")) {
            return ErrorCode.NAS_HOST_KEY_CHANGED;
        }
        if (stderr.contains("Permission denied") || stderr.contains("Too many authentication failures")) {
            return ErrorCode.NAS_AUTHENTICATION_FAILED;
        }
        if (stderr.contains("ssh: connect to host") || stderr.contains("Could not resolve hostname")) {
            return ErrorCode.NAS_UNREACHABLE;
        }
        return ErrorCode.STREAM_INTERRUPTED;
    }

    private static String message(ErrorCode code, String stderr, Route route, NasSystem from, NasSystem to) {
        return switch (code) {
            case NAS_HOST_KEY_CHANGED -> {
                Matcher seen = SEEN.matcher(stderr);
                yield to.name() + " shows another host key. Confirmed: " + HostKeyFingerprint.of(route.hostKey())
                        + ", seen: " + (seen.find() ? seen.group(1) : "none of that type") + ". Nothing was sent";
            }
            case NAS_AUTHENTICATION_FAILED ->
                to.name() + " refuses the replication key of " + from.name() + ". Add its public key to ~"
                        + route.user() + "/.ssh/authorized_keys on " + to.name();
            case NAS_UNREACHABLE -> to.name() + " cannot be reached from " + from.name();
            default -> "the connection between the machines broke";
        };
    }
}
