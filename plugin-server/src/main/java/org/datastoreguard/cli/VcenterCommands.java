package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "vcenter",
        description = "Add vCenters, and register the plugin at them.",
        subcommands = {
            VcenterCommands.Add.class,
            VcenterCommands.ListAll.class,
            VcenterCommands.Change.class,
            VcenterCommands.Remove.class,
            VcenterCommands.Register.class,
            VcenterCommands.Unregister.class,
            VcenterCommands.Status.class
        })
final class VcenterCommands extends CommandGroup {
    /** No certificate has it: the server refuses to log in, sends nothing, and tells which one it saw. */
    private static final String NONE = "00" + ":00".repeat(31);

    private static final Pattern FINGERPRINT = Pattern.compile("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");

    /** A command about one vCenter. */
    abstract static class OfOne extends ClientCommand {
        @Parameters(paramLabel = "VCENTER", description = "Its name or id.")
        private String vcenter = "";

        String path() {
            return "/vcenters/" + client().id("vcenters", "vCenter", vcenter);
        }

        String name() {
            return vcenter;
        }
    }

    @Command(
            name = "add",
            description =
                    "Add a vCenter. Logs in first, and keeps nothing when that fails. Without --thumbprint it shows"
                            + " the one the vCenter offers: compare it, then repeat with it.")
    static final class Add extends ClientCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "What to call it here.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "ADDRESS", description = "Host, host:port or https://host[:port]/sdk.")
        private String server = "";

        @Option(names = "--user", required = true, paramLabel = "USER", description = "The service account.")
        private String user = "";

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Its password; or DATASTORE_GUARD_VCENTER_PASSWORD, or you are asked.")
        private @Nullable Path passwordFile;

        @Option(names = "--thumbprint", paramLabel = "SHA256", description = "SHA-256 of the vCenter's certificate.")
        private @Nullable String thumbprint;

        @Override
        public Integer call() {
            ObjectNode body = client().object()
                    .put("name", name)
                    .put("url", server.contains("://") ? server : "https://" + server)
                    .put("username", user)
                    .put("password", password(guard().terminal(), passwordFile, user))
                    .put("fingerprint", thumbprint == null ? NONE : thumbprint);
            JsonNode added = thumbprint == null ? compared(body) : client().post("/vcenters", body);
            return guard().show(
                            added,
                            v -> guard().say("Added " + Text.of(v, "name") + " (" + Text.of(v, "id")
                                    + "). Next: datastore-guard vcenter register " + Text.of(v, "name")));
        }

        /** What came over the same wire proves nothing, so a person compares it before the password is sent. */
        private JsonNode compared(ObjectNode body) {
            String offered = offered(body);
            if (!guard().terminal()
                    .confirms(server + " shows the certificate " + offered
                            + "\nIs this what the vCenter itself shows?")) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "Nothing was added: nobody confirmed the certificate\n  It shows " + offered
                                + "\n  Compare it with the one on the vCenter itself, then repeat with --thumbprint");
            }
            return client().post("/vcenters", body.put("fingerprint", offered));
        }

        private String offered(ObjectNode body) {
            try {
                client().post("/vcenters", body);
            } catch (CommandFailure e) {
                Matcher shown = FINGERPRINT.matcher(String.valueOf(e.getMessage()));
                if (e.code().equals("VCENTER_FINGERPRINT_MISMATCH") && shown.find()) {
                    return shown.group();
                }
                throw e;
            }
            throw new CommandFailure(ExitCode.FAILED, "The vCenter shows a certificate that cannot exist");
        }
    }

    @Command(
            name = "change",
            description = "Change a vCenter after a renewed certificate or password. What is not given stays. Logs in"
                    + " first, and changes nothing when that fails.")
    static final class Change extends OfOne {
        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                description = "Host, host:port or https://host[:port]/sdk.")
        private @Nullable String server;

        @Option(names = "--user", paramLabel = "USER", description = "The service account.")
        private @Nullable String user;

        @Option(
                names = "--password",
                description = "Its password changed: taken from --password-file or DATASTORE_GUARD_VCENTER_PASSWORD, or"
                        + " you are asked.")
        private boolean password;

        @Option(names = "--password-file", paramLabel = "FILE", description = "File that holds the new password.")
        private @Nullable Path passwordFile;

        @Option(names = "--thumbprint", paramLabel = "SHA256", description = "SHA-256 of the vCenter's certificate.")
        private @Nullable String thumbprint;

        @Override
        public Integer call() {
            ObjectNode change = client().object();
            if (server != null) {
                change.put("url", server.contains("://") ? server : "https://" + server);
            }
            if (user != null) {
                change.put("username", user);
            }
            if (password || passwordFile != null || server != null) {
                change.put("password", password(guard().terminal(), passwordFile, name()));
            }
            if (thumbprint != null) {
                change.put("fingerprint", thumbprint);
            }
            return guard().show(client().patch(path(), change), v -> guard().say("Changed " + Text.of(v, "name")));
        }
    }

    static String password(Terminal terminal, @Nullable Path file, String of) {
        return Secrets.required(terminal, file, "DATASTORE_GUARD_VCENTER_PASSWORD", "Password of " + of);
    }

    @Command(name = "list", description = "List the vCenters.")
    static final class ListAll extends ClientCommand {
        @Override
        public Integer call() {
            Table table = new Table("NAME", "ADDRESS", "USER", "ID");
            return guard().list(
                            client().all("/vcenters"),
                            table,
                            v -> table.row(
                                    Text.of(v, "name"), Text.of(v, "url"), Text.of(v, "username"), Text.of(v, "id")));
        }
    }

    @Command(name = "remove", description = "Forget a vCenter that no task uses. Unregister the plugin first.")
    static final class Remove extends OfOne {
        @Override
        public Integer call() {
            client().delete(path());
            guard().say("Removed " + name());
            return ExitCode.OK;
        }
    }

    /** A command that an administrator's account may do once, where the stored one has no right to. */
    abstract static class ByAccount extends OfOne {
        @Option(
                names = "--as",
                paramLabel = "USER",
                description = "By this account, used once and kept nowhere. Default: the stored one")
        private @Nullable String user;

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Its password; or DATASTORE_GUARD_VCENTER_PASSWORD, or you are asked.")
        private @Nullable Path passwordFile;

        ObjectNode account() {
            ObjectNode account = client().object();
            return user == null
                    ? account
                    : account.put("username", user).put("password", password(guard().terminal(), passwordFile, user));
        }
    }

    @Command(name = "register", description = "Register the plugin, or bring its registration up to date.")
    static final class Register extends ByAccount {
        @Override
        public Integer call() {
            JsonNode registration = client().put(path() + "/registration", account());
            return guard().show(
                            registration,
                            r -> guard().say(name() + ": " + Text.of(r, "state") + ", version " + Text.of(r, "version")
                                    + ", " + Text.of(r, "manifestUrl") + alarms(r)));
        }
    }

    /** What there is to say of alarms, after a comma; nothing when all are there. */
    private static String alarms(JsonNode registration) {
        int missing = registration.path("missingAlarms").size();
        return missing == 0 ? "" : ", without " + missing + " alarm definitions (Alarm.Create)";
    }

    @Command(name = "unregister", description = "Take the plugin's registration away.")
    static final class Unregister extends ByAccount {
        @Override
        public Integer call() {
            client().delete(path() + "/registration", account());
            guard().say("Unregistered from " + name());
            return ExitCode.OK;
        }
    }

    @Command(name = "status", description = "Show how the plugin stands at one vCenter, or at all.")
    static final class Status extends ClientCommand {
        @Parameters(arity = "0..1", paramLabel = "VCENTER", description = "Its name or id.")
        private @Nullable String vcenter;

        private boolean healthy = true;

        @Override
        public Integer call() {
            Table table = new Table("VCENTER", "STATE", "VERSION", "DRIFT");
            List<JsonNode> servers = vcenter == null
                    ? client().all("/vcenters")
                    : List.of(client().named("vcenters", "vCenter", vcenter));
            guard().list(
                            servers.stream().map(this::withRegistration).toList(),
                            table,
                            r -> table.row(
                                    Text.of(r, "vcenter"),
                                    Text.of(r, "state"),
                                    Text.of(r, "version"),
                                    Text.of(r, "drift") + alarms(r)));
            return healthy ? ExitCode.OK : ExitCode.FAILED;
        }

        private JsonNode withRegistration(JsonNode server) {
            return registration(server).put("vcenter", server.path("name").asText());
        }

        /** One vCenter that is down must not hide how the others stand. */
        private ObjectNode registration(JsonNode server) {
            try {
                return (ObjectNode)
                        client().get("/vcenters/" + server.path("id").asText() + "/registration");
            } catch (CommandFailure e) {
                if (e.code().isEmpty()) {
                    throw e;
                }
                healthy = false;
                ObjectNode unknown = client().object().put("state", "UNKNOWN").put("code", e.code());
                unknown.putArray("drift").add(String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", "; "));
                return unknown;
            }
        }
    }
}
