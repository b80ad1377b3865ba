package org.datastoreguard.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "notification",
        description = "The channels that people are told through, by mail or webhook.",
        subcommands = {NotificationCommands.ListAll.class, NotificationCommands.Test.class})
final class NotificationCommands extends CommandGroup {

    @Command(name = "list", description = "List the channels, and how telling them went.")
    static final class ListAll extends ClientCommand {
        @Override
        public Integer call() {
            Table table = new Table("NAME", "TO", "ON", "ENABLED", "LAST SENT", "LAST PROBLEM");
            return guard().list(
                            client().all("/notification-channels"),
                            table,
                            c -> table.row(
                                    Text.of(c, "name"),
                                    Text.of(c, c.has("mail") ? "mail.to" : "webhook.url"),
                                    Text.of(c, "notifyOn"),
                                    Text.of(c, "enabled"),
                                    Text.of(c, "lastSent"),
                                    Text.of(c, "lastProblem.message")));
        }
    }

    @Command(name = "test", description = "Send a test message now; takes 20 seconds at most.")
    static final class Test extends ClientCommand {
        @Parameters(paramLabel = "CHANNEL", description = "Its name or id.")
        private String channel = "";

        @Override
        public Integer call() {
            String id = client().id("notification-channels", "notification channel", channel);
            client().post("/notification-channels/" + id + "/test", client().object());
            guard().say("Sent. Look whether it arrived");
            return ExitCode.OK;
        }
    }
}
