package org.datastoreguard.nas;

import java.time.Duration;
import java.util.Optional;

/**
 * The key with which one storage machine logs in to another for direct replication. It is made on the machine and its
 * private half never leaves it; only the public half is shown, for a person to install on the receiving machine.
 */
public final class ReplicationKeys {
    /** Where the private half lies on the sending machine, relative to {@code $HOME} of the system's user. */
    public static final String PRIVATE_KEY_FILE = ".ssh/datastore-guard";

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** The public line, or empty where no key was made yet. @throws org.datastoreguard.error.GuardException NAS_* */
    public Optional<String> read(Nas nas) {
        Script script = Script.of(
                "datastore-guard:replication-key",
                "f=\"$HOME/$1\"\nif [ -f \"$f\" ]; then cat \"$f.pub\" 2>/dev/null || ssh-keygen -y -f \"$f\"; fi",
                PRIVATE_KEY_FILE);
        return Optional.of(run(nas, script)).filter(line -> !line.isEmpty());
    }

    /** Makes the key unless there is one, and returns the public line. */
    public String create(Nas nas) {
        Script script = Script.of(
                "datastore-guard:replication-key",
                """
                umask 077
                f="$HOME/$1"
                mkdir -p "$HOME/.ssh" || exit
                [ -f "$f" ] || ssh-keygen -q -t ed25519 -N '' -C "datastore-guard@$2" -f "$f" >/dev/null || exit
                [ -f "$f.pub" ] || ssh-keygen -y -f "$f" > "$f.pub" || exit
                cat "$f.pub"
                """,
                PRIVATE_KEY_FILE,
                nas.system().name().replaceAll("[^A-Za-z0-9_.-]", "-"));
        return run(nas, script);
    }

    private static String run(Nas nas, Script script) {
        return Answers.orThrow(nas.system(), nas.run(script, DEADLINE)).stdout().strip();
    }
}
