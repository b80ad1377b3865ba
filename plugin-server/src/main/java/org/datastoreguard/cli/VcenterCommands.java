package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
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
            VcenterCommands.Remove.class,
            VcenterCommands.Register.class,
            VcenterCommands.Unregister.class,
            VcenterCommands.Status.class
        })
final class VcenterCommands extends CommandGroup {

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
                    .put(
                            "password",
                            Secrets.required(
                                    guard().terminal(),
                                    passwordFile,
                                    "DATASTORE_GUARD_VCENTER_PASSWORD",
                                    "Password of " + user))
                    .put("fingerprint", thumbprint);
            JsonNode added = client().post("/vcenters", body);
            return guard().show(
                            added,
                            v -> guard().say("Added " + Text.of(v, "name") + " (" + Text.of(v, "id")
                                    + "). Next: datastore-guard vcenter register " + Text.of(v, "name")));
        }
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

    @Command(name = "register", description = "Register the plugin, or bring its registration up to date.")
    static final class Register extends OfOne {
        @Override
        public Integer call() {
            JsonNode registration = client().put(path() + "/registration", client().object());
            return guard().show(
                            registration,
                            r -> guard().say(name() + ": " + Text.of(r, "state") + ", version " + Text.of(r, "version")
                                    + ", " + Text.of(r, "manifestUrl")));
        }
    }

    @Command(name = "unregister", description = "Take the plugin's registration away.")
    static final class Unregister extends OfOne {
        @Override
        public Integer call() {
            client().delete(path() + "/registration");
            guard().say("Unregistered from " + name());
            return ExitCode.OK;
        }
    }

    @Command(name = "status", description = "Show how the plugin stands at one vCenter, or at all.")
    static final class Status extends ClientCommand {
        @Parameters(arity = "0..1", paramLabel = "VCENTER", description = "Its name or id.")
        private @Nullable String vcenter;

        @Override
        public Integer call() {
            Table table = new Table("VCENTER", "STATE", "VERSION", "DRIFT");
            List<JsonNode> servers = vcenter == null
                    ? client().all("/vcenters")
                    : List.of(client().named("vcenters", "vCenter", vcenter));
            return guard().list(
                            servers.stream().map(this::withRegistration).toList(),
                            table,
                            r -> table.row(
                                    Text.of(r, "vcenter"),
                                    Text.of(r, "state"),
                                    Text.of(r, "version"),
                                    Text.of(r, "drift")));
        }

        private JsonNode withRegistration(JsonNode server) {
            JsonNode registration =
                    client().get("/vcenters/" + server.path("id").asText() + "/registration");
            return ((ObjectNode) registration)
                    .put("vcenter", server.path("name").asText());
        }
    }
}
