package org.datastoreguard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code datastore-guard} command. */
@Command(
        name = "datastore-guard",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = ProductVersion.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Snapshots and replication of the ZFS datasets behind vSphere datastores.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:failed: no answer from the server, a machine or a run failed",
            "2:not understood: wrong option or value",
            "3:refused by the server: bad value, conflict, not found",
            "4:no access: missing token or role"
        },
        subcommands = {
            ServeCommand.class,
            VcenterCommands.class,
            NasCommands.class,
            DatastoreCommands.class,
            SnapshotCommands.class,
            ReplicateCommands.class,
            RunsCommands.class,
            TokenCommands.class,
            AuditCommand.class,
            DoctorCommand.class
        })
public final class DatastoreGuard implements Runnable {
    private final Terminal terminal;

    @CommandLine.Mixin
    private ServerAddress address = new ServerAddress();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            scope = ScopeType.INHERIT,
            description = "table or json. Default: ${DEFAULT-VALUE}")
    private Output output = Output.table;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable RestClient client;

    /** Lower case, as people type them. */
    enum Output {
        table,
        json
    }

    DatastoreGuard(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one command line. @return its exit status */
    public static int run(Terminal terminal, String... arguments) {
        DatastoreGuard root = new DatastoreGuard(terminal);
        return new CommandLine(root)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedSubcommandsAllowed(false)
                .setExecutionExceptionHandler((e, commandLine, parsed) -> root.failed(e))
                .execute(arguments);
    }

    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(terminal.out());
        }
    }

    private int failed(Exception e) {
        terminal.err().println("datastore-guard: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        if (verbose) {
            e.printStackTrace(terminal.err());
        }
        return e instanceof CommandFailure failure ? failure.exitCode() : ExitCode.FAILED;
    }

    Terminal terminal() {
        return terminal;
    }

    ServerAddress address() {
        return address;
    }

    boolean asJson() {
        return output == Output.json;
    }

    /** The server's API, connected at first use. */
    RestClient client() {
        RestClient known = client;
        if (known == null) {
            known = new RestClient(
                    address.url(terminal), address.token(terminal).orElse(null), address.trust(terminal));
            client = known;
        }
        return known;
    }

    /** Shows one thing: as JSON, or as the command draws it. */
    int show(JsonNode item, Consumer<JsonNode> drawing) {
        if (asJson()) {
            printJson(item);
        } else {
            drawing.accept(item);
        }
        return ExitCode.OK;
    }

    /** Shows a list: as a JSON array, or as a table. */
    int list(List<JsonNode> items, Table table, Consumer<JsonNode> addRow) {
        if (asJson()) {
            printJson(new ObjectMapper().valueToTree(items));
        } else {
            items.forEach(addRow);
            table.print(terminal.out());
        }
        return ExitCode.OK;
    }

    private void printJson(JsonNode json) {
        try {
            terminal.out()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read can be written", e);
        }
    }

    void say(String text) {
        if (!asJson()) {
            terminal.out().println(text);
        }
    }
}
