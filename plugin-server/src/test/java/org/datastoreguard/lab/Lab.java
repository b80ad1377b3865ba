package org.datastoreguard.lab;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.SshNasConnections;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;

/**
 * The running lab. Started by the first test that asks, with {@code lab/lab up}, and left running for the next ones;
 * {@code lab/lab down} ends it. Honours {@code DATASTORE_GUARD_LAB} as the script does.
 */
public final class Lab implements AutoCloseable {
    private static final int UP_TIMEOUT_SECONDS = 1800;
    private static final Pattern EXPORT = Pattern.compile("(?:export )?(LAB_[A-Z0-9_]+)=(.*)");

    private final Path script;
    private final Map<String, String> values;
    private final Machine nas1;
    private final Machine nas2;
    private final KnownSystems systems;
    private final NasConnections connections;

    private Lab(Path script, Map<String, String> values) {
        this.script = script;
        this.values = values;
        this.nas1 = machine("nas1");
        this.nas2 = machine("nas2");
        this.systems = KnownSystems.openedBy(key());
        for (Machine machine : List.of(nas1, nas2)) {
            List.of("root", "guard", "guardsudo", "noisy").forEach(user -> systems.put(machine.system(user)));
        }
        this.connections = new SshNasConnections(systems);
    }

    /** Starts or re-uses the lab. */
    static Lab up() {
        Path script = script(Path.of("").toAbsolutePath());
        Commands.run(List.of(script.toString(), "up"), UP_TIMEOUT_SECONDS).orFail("lab/lab up");
        return new Lab(
                script,
                parse(Commands.run(List.of(script.toString(), "env"), 60).orFail("lab/lab env")));
    }

    public Machine nas1() {
        return nas1;
    }

    public Machine nas2() {
        return nas2;
    }

    /** Both machines, each as root, guard, guardsudo and noisy; ids such as {@code nas1-guard}. */
    public KnownSystems systems() {
        return systems;
    }

    /** Sessions to {@link #systems()} through the product's own classes. */
    public NasConnections connections() {
        return connections;
    }

    /** @param user root, guard (zfs allow), guardsudo (sudo zfs) or noisy (csh and a chatty profile) */
    public Nas nas(Machine machine, String user) {
        return connections.nas(machine.name() + "-" + user);
    }

    /** The lab's vCenter alone, id {@code vcenter}, with the account of {@code lab/lab env}. */
    public VcenterServers vcenterServers() {
        VcenterServer server = new VcenterServer(
                "vcenter",
                "vcenter",
                URI.create(value("LAB_VCENTER_URL")),
                value("LAB_VCENTER_USER"),
                value("LAB_VCENTER_FINGERPRINT"),
                value("LAB_VCENTER_GUID"),
                1);
        return new KnownVcenters(server, value("LAB_VCENTER_PASSWORD"));
    }

    /** The private key file that opens every account of both machines. */
    public Path key() {
        return Path.of(value("LAB_SSH_KEY"));
    }

    /** A line of {@code lab/lab env}, such as {@code LAB_VCENTER_URL}. @throws AssertionError when it is not there */
    public String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new AssertionError("lab/lab env does not say " + name);
        }
        return value;
    }

    /** Runs {@code lab/lab ARGUMENTS…}, such as {@code link nas1 cut}. */
    public String lab(String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return Commands.run(command, UP_TIMEOUT_SECONDS).orFail("lab/lab " + String.join(" ", arguments));
    }

    void clean() {
        clean(nas1);
        clean(nas2);
    }

    /** A machine that can't be cleaned is put back to its first state: what hangs in it is not to fail other tests. */
    private void clean(Machine machine) {
        try {
            machine.destroyWhatWasMade();
        } catch (AssertionError e) {
            lab("reset", machine.name());
            throw e;
        }
    }

    /** One that this run alone uses ends with it; the first one is left running for the next. */
    @Override
    public void close() {
        connections.close();
        if (Commands.LAB_NUMBER != 1) {
            lab("down");
        }
    }

    private Machine machine(String name) {
        String prefix = "LAB_" + name.toUpperCase(Locale.ROOT) + "_";
        return new Machine(
                name,
                value(prefix + "HOST"),
                Integer.parseInt(value(prefix + "PORT")),
                value(prefix + "HOST_KEY"),
                value(prefix + "PEER_HOST"),
                Integer.parseInt(value(prefix + "PEER_PORT")),
                value(prefix + "STORAGE_ADDRESS"),
                key(),
                new ConcurrentLinkedDeque<>());
    }

    private static Path script(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("lab").resolve("lab");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new AssertionError("There is no lab/lab above " + from);
    }

    /** Reads what {@code printf %q} wrote: values without quotes, backslashes before special characters. */
    static Map<String, String> parse(String env) {
        Map<String, String> values = new TreeMap<>();
        env.lines()
                .map(EXPORT::matcher)
                .filter(Matcher::matches)
                .forEach(line -> values.put(line.group(1), unquoted(line.group(2))));
        return values;
    }

    private static String unquoted(String word) {
        if (word.length() > 1 && word.startsWith("'") && word.endsWith("'")) {
            return word.substring(1, word.length() - 1).replace("'\\''", "'");
        }
        return word.replaceAll("\\\\(.)", "$1");
    }
}
