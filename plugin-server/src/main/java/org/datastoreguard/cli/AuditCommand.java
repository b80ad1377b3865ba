package org.datastoreguard.cli;

import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "audit", description = "Show who changed what, newest first.")
final class AuditCommand extends ClientCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Override
    public Integer call() {
        Table table = new Table("AT", "WHO", "DID", "TO", "OUTCOME");
        var items = client().get("/audit-entries?limit=" + limit).path("items");
        return guard().list(
                        StreamSupport.stream(items.spliterator(), false).toList(),
                        table,
                        e -> table.row(
                                Text.of(e, "at"),
                                Text.of(e, "actor"),
                                Text.of(e, "action"),
                                Text.of(e, "object"),
                                Text.of(e, "outcome")));
    }
}
