package org.datastoreguard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        })
public final class DatastoreGuard implements Runnable {
    /** Only the part that is meant gets built, since building all of it costs every start a good part of a second. */
    private static final Map<String, Class<?>> PARTS = parts();

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

    private static Map<String, Class<?>> parts() {
        Map<String, Class<?>> parts = new LinkedHashMap<>();
        parts.put("serve", ServeCommand.class);
        parts.put("vcenter", VcenterCommands.class);
        parts.put("nas", NasCommands.class);
        parts.put("datastore", DatastoreCommands.class);
        parts.put("snapshot", SnapshotCommands.class);
        parts.put("replicate", ReplicateCommands.class);
        parts.put("runs", RunsCommands.class);
        parts.put("notification", NotificationCommands.class);
        parts.put("token", TokenCommands.class);
        parts.put("audit", AuditCommand.class);
        parts.put("doctor", DoctorCommand.class);
        return parts;
    }

    private static CommandLine commandLine(DatastoreGuard root, String... arguments) {
        CommandLine line = new CommandLine(root);
        Class<?> meant = arguments.length == 0 ? null : PARTS.get(arguments[0]);
        if (meant == null) {
            PARTS.forEach(line::addSubcommand);
        } else {
            line.addSubcommand(arguments[0], meant);
        }
        return line;
    }

    /** Runs one command line. @return its exit status */
    public static int run(Terminal terminal, String... arguments) {
        DatastoreGuard root = new DatastoreGuard(terminal);
        return commandLine(root, arguments)
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
