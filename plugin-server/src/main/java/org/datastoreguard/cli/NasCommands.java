package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "nas",
        description = "Add storage machines, and look at them.",
        subcommands = {
            NasCommands.Scan.class,
            NasCommands.Add.class,
            NasCommands.ListAll.class,
            NasCommands.Show.class,
            NasCommands.Change.class,
            NasCommands.Probe.class,
            NasCommands.Key.class,
            NasCommands.ReplicationKey.class,
            NasCommands.Datasets.class,
            NasCommands.Remove.class
        })
final class NasCommands extends CommandGroup {
    private static final String INSTALL = "Put this line into ~/.ssh/authorized_keys of ";

    /** A command about one NAS. */
    abstract static class OfOne extends ClientCommand {
        @Parameters(paramLabel = "NAS", description = "Its name or id.")
        private String nas = "";

        JsonNode system() {
            return client().named("nas-systems", "NAS system", nas);
        }

        String path() {
            return "/nas-systems/" + system().path("id").asText();
        }

        String name() {
            return nas;
        }
    }

    static JsonNode scan(RestClient client, String host, int port) {
        return client.post("/host-key-scans", client.object().put("host", host).put("port", port));
    }

    @Command(
            name = "scan",
            description = "Show a machine's host keys, to compare them with its console. Trusts nothing.")
    static final class Scan extends ClientCommand {
        @Parameters(paramLabel = "HOST")
        private String host = "";

        @Option(
                names = "--port",
                paramLabel = "PORT",
                defaultValue = "22",
                description = "SSH port. Default: ${DEFAULT-VALUE}")
        private int port;

        @Override
        public Integer call() {
            return guard().show(
                            scan(client(), host, port),
                            scanned -> scanned.path("keys")
                                    .forEach(key ->
                                            guard().say(Text.of(key, "fingerprint") + "\n  " + Text.of(key, "key"))));
        }
    }

    @Command(
            name = "add",
            description = "Add a storage machine. Its host key is compared by you: give it by --host-key or"
                    + " --host-key-fingerprint, or you are asked.")
    static final class Add extends ClientCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "What to call it here.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "HOST", description = "As this server reaches it.")
        private String host = "";

        @Option(
                names = "--port",
                paramLabel = "PORT",
                defaultValue = "22",
                description = "SSH port. Default: ${DEFAULT-VALUE}")
        private int port;

        @Option(
                names = "--user",
                paramLabel = "USER",
                defaultValue = "root",
                description = "Login name. Default: ${DEFAULT-VALUE}")
        private String user = "";

        @Option(names = "--sudo", description = "Run zfs and zpool through sudo -n.")
        private boolean sudo;

        @Option(names = "--host-key", paramLabel = "KEY", description = "\"ssh-ed25519 AAAA...\", compared by you.")
        private @Nullable String hostKey;

        @Option(
                names = "--host-key-fingerprint",
                paramLabel = "SHA256:...",
                description = "Take the key of this fingerprint, as ssh-keygen -l shows it on the machine.")
        private @Nullable String hostKeyFingerprint;

        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                description = "A further name or address that hypervisors mount it by; may be repeated.")
        private List<String> addresses = List.of();

        @Override
        public Integer call() {
            ObjectNode body = client().object()
                    .put("name", name)
                    .put("host", host)
                    .put("port", port)
                    .put("user", user)
                    .put("sudo", sudo)
                    .put("hostKey", hostKey == null ? compared().orElse(null) : hostKey);
            addresses.forEach(body.putArray("addresses")::add);
            return guard().show(
                            client().post("/nas-systems", body),
                            added -> guard().say("Added " + name + ". " + INSTALL + user + " on it:\n\n"
                                    + Text.of(added, "publicKey") + "\n\nThen: datastore-guard nas probe " + name));
        }

        /** The scanned key that the person recognises; empty lets the server refuse and show what it saw. */
        private Optional<String> compared() {
            if (hostKeyFingerprint == null && !guard().terminal().interactive()) {
                return Optional.empty();
            }
            JsonNode keys = scan(client(), host, port).path("keys");
            return StreamSupport.stream(keys.spliterator(), false)
                    .filter(this::recognised)
                    .map(key -> key.path("key").asText())
                    .findFirst();
        }

        private boolean recognised(JsonNode key) {
            String offered = key.path("fingerprint").asText();
            return hostKeyFingerprint != null
                    ? offered.equals(hostKeyFingerprint)
                    : guard().terminal()
                            .confirms(host + " offers " + key.path("type").asText() + " " + offered
                                    + "\nIs this what ssh-keygen -l shows on its console?");
        }
    }

    @Command(name = "list", description = "List the storage machines.")
    static final class ListAll extends ClientCommand {
        @Override
        public Integer call() {
            Table table = new Table("NAME", "HOST", "PORT", "USER", "SUDO", "ID");
            return guard().list(
                            client().all("/nas-systems"),
                            table,
                            n -> table.row(
                                    Text.of(n, "name"),
                                    Text.of(n, "host"),
                                    Text.of(n, "port"),
                                    Text.of(n, "user"),
                                    Text.of(n, "sudo"),
                                    Text.of(n, "id")));
        }
    }

    @Command(name = "show", description = "Show one storage machine.")
    static final class Show extends OfOne {
        @Override
        public Integer call() {
            return guard().show(system(), n -> {
                for (String member : List.of(
                        "name", "id", "host", "port", "user", "sudo", "hostKeyFingerprint", "addresses", "publicKey")) {
                    guard().say(member + ": " + Text.of(n, member));
                }
            });
        }
    }

    @Command(
            name = "change",
            description =
                    "Change a storage machine. What is not given stays. After a changed host key: scan it, compare"
                            + " the fingerprint on the machine's console, then give it here.")
    static final class Change extends OfOne {
        @Option(
                names = "--host-key-fingerprint",
                paramLabel = "SHA256:...",
                description = "Trust the key of this fingerprint from now on.")
        private @Nullable String hostKeyFingerprint;

        @Option(
                names = "--set",
                paramLabel = "FIELD=VALUE",
                description =
                        "name, host, port, user, sudo, addresses or hostKey, as in the REST API; JSON, or plain text.")
        private Map<String, String> fields = Map.of();

        @Override
        public Integer call() {
            JsonNode system = system();
            ObjectNode change = client().object();
            TaskGroup.setAll(change, fields);
            if (hostKeyFingerprint != null) {
                change.put("hostKey", offered(system, change, hostKeyFingerprint));
            }
            return guard().show(
                            client().patch("/nas-systems/" + system.path("id").asText(), change),
                            n -> guard().say("Changed " + Text.of(n, "name")));
        }

        private String offered(JsonNode system, JsonNode change, String fingerprint) {
            String host = change.path("host").asText(system.path("host").asText());
            int port = change.path("port").asInt(system.path("port").asInt());
            return StreamSupport.stream(scan(client(), host, port).path("keys").spliterator(), false)
                    .filter(key -> key.path("fingerprint").asText().equals(fingerprint))
                    .map(key -> key.path("key").asText())
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.REFUSED, host + " offers no host key " + fingerprint + "; nothing was changed"));
        }
    }

    @Command(name = "probe", description = "Look a machine over: OpenZFS, pools, tools, missing rights.")
    static final class Probe extends OfOne {
        @Override
        public Integer call() {
            return guard().show(client().post(path() + "/probe", client().object()), this::draw);
        }

        private void draw(JsonNode p) {
            guard().say(name() + ": OpenZFS " + Text.of(p, "zfsVersion") + " on " + Text.of(p, "operatingSystem"));
            p.path("pools")
                    .forEach(pool -> guard().say("pool " + Text.of(pool, "name") + ": " + Text.of(pool, "health") + ", "
                            + Text.bytes(pool, "free") + " of " + Text.bytes(pool, "size") + " free"));
            guard().say("tools: " + Text.of(p, "tools"));
            guard().say("addresses: " + Text.of(p, "addresses"));
            guard().say("missing rights: "
                    + (p.path("missingRights").isEmpty() ? "none" : Text.of(p, "missingRights")));
        }
    }

    @Command(
            name = "key",
            description = "Show the public key to install on the machine, so that this server can log in.")
    static final class Key extends OfOne {
        @Override
        public Integer call() {
            return guard().show(system(), n -> guard().say(Text.of(n, "publicKey")));
        }
    }

    @Command(
            name = "replication-key",
            description =
                    "Show the key with which this machine logs in to others: install it on the receiving machine.")
    static final class ReplicationKey extends OfOne {
        @Option(names = "--create", description = "Make it on the machine, unless there is one.")
        private boolean create;

        @Override
        public Integer call() {
            String path = path() + "/replication-key";
            JsonNode key = create ? client().post(path, client().object()) : client().get(path);
            return guard().show(key, k -> guard().say(Text.of(k, "publicKey")));
        }
    }

    @Command(name = "datasets", description = "List a machine's datasets.")
    static final class Datasets extends OfOne {
        @Override
        public Integer call() {
            Table table = new Table("NAME", "TYPE", "USED", "AVAILABLE", "ENCRYPTION", "MOUNTPOINT");
            return guard().list(
                            client().all(path() + "/datasets"),
                            table,
                            d -> table.row(
                                    Text.of(d, "name"),
                                    Text.of(d, "type"),
                                    Text.bytes(d, "used"),
                                    Text.bytes(d, "available"),
                                    Text.of(d, "encryption"),
                                    Text.of(d, "mountpoint")));
        }
    }

    @Command(name = "remove", description = "Forget a machine that no task uses. Nothing on it changes.")
    static final class Remove extends OfOne {
        @Override
        public Integer call() {
            client().delete(path());
            guard().say("Removed " + name() + ". Its line in authorized_keys there can go too.");
            return ExitCode.OK;
        }
    }
}
