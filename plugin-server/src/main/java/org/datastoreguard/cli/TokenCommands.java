package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "token",
        description = "Bearer tokens for automation.",
        subcommands = {TokenCommands.Create.class, TokenCommands.ListAll.class, TokenCommands.Revoke.class})
final class TokenCommands extends CommandGroup {

    @Command(
            name = "create",
            description =
                    "Make a token. On the server's own machine this needs no other token. The secret is shown once.")
    static final class Create extends ClientCommand {
        @Parameters(paramLabel = "NAME", description = "Who or what will use it.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "${COMPLETION-CANDIDATES}; each includes those before it.")
        private Role role = Role.VIEW;

        @Option(
                names = "--expires",
                paramLabel = "DURATION",
                description = "After this time, such as 90d. Default: never")
        private @Nullable String expires;

        @Option(
                names = "--datastore",
                paramLabel = "DATASTORE",
                description = "Limit it to this datastore, by name or id; may be repeated. Default: everywhere")
        private List<String> datastores = List.of();

        @Override
        public Integer call() {
            ObjectNode body = client().object().put("name", name).put("role", role.name());
            if (!datastores.isEmpty()) {
                ArrayNode ids = body.putArray("datastoreIds");
                datastores.forEach(d -> ids.add(client().id("datastores", "datastore", d)));
            }
            if (expires != null) {
                body.put("expiresAt", Instant.now().plus(Durations.of(expires)).toString());
            }
            return guard().show(client().post("/tokens", body), made -> {
                guard().terminal().err().println("Keep it safe: it is not shown again.");
                guard().say(Text.of(made, "secret"));
            });
        }
    }

    @Command(name = "list", description = "List the tokens, without their secrets.")
    static final class ListAll extends ClientCommand {
        @Override
        public Integer call() {
            Table table = new Table("NAME", "ROLE", "CREATED", "EXPIRES", "ID");
            return guard().list(
                            client().all("/tokens"),
                            table,
                            t -> table.row(
                                    Text.of(t, "name"),
                                    Text.of(t, "role"),
                                    Text.of(t, "createdAt"),
                                    Text.of(t, "expiresAt"),
                                    Text.of(t, "id")));
        }
    }

    @Command(name = "revoke", description = "Make a token worthless at once.")
    static final class Revoke extends ClientCommand {
        @Parameters(paramLabel = "TOKEN", description = "Its name or id.")
        private String token = "";

        @Override
        public Integer call() {
            client().delete("/tokens/" + client().id("tokens", "token", token));
            guard().say("Revoked " + token);
            return ExitCode.OK;
        }
    }
}
