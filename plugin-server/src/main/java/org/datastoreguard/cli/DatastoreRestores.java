package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The ways back from a datastore's snapshot. */
final class DatastoreRestores {
    private DatastoreRestores() {}

    @Command(
            name = "rollback",
            description =
                    "Roll a datastore's dataset back to a snapshot. What was written since, and all newer snapshots of"
                            + " it, are lost for ever. Without --confirm it only shows what would be lost.")
    static final class RollBack extends DatastoreSnapshots.OfOne {
        @Option(
                names = "--confirm",
                paramLabel = "NAME",
                description = "Do it. NAME is the snapshot's name, once more.")
        private @Nullable String confirm;

        @Option(names = "--force", description = "Accept the warnings that are marked with an exclamation mark.")
        private boolean force;

        @Override
        public Integer call() {
            String address = pathOfFound() + "/rollback";
            JsonNode preview = client().get(address);
            if (confirm == null) {
                return guard().show(preview, this::draw);
            }
            draw(preview);
            ObjectNode order = client().object().put("confirm", confirm).put("force", force);
            if (preview.has("newestGuid")) {
                order.put("newestGuid", preview.path("newestGuid").asText());
            }
            JsonNode run = client().post(address, order);
            return new RunFollower(guard(), run.path("id").asText()).follow();
        }

        private void draw(JsonNode preview) {
            guard().say("Back to " + Text.of(preview, "snapshot") + ". Lost for ever:");
            guard().say("  written since: " + Text.bytes(preview, "discards"));
            preview.path("destroys")
                    .forEach(doomed -> guard().say("  snapshot " + Text.of(doomed, "name") + " of "
                            + Text.of(doomed, "created") + ", " + Text.bytes(doomed, "used")));
            preview.path("bookmarks").forEach(mark -> guard().say("  bookmark " + mark.asText()));
            preview.path("warnings")
                    .forEach(warning -> guard().say((warning.path("needsForce").asBoolean() ? "! " : "  ")
                            + Text.of(warning, "code") + ": " + Text.of(warning, "message")));
            preview.path("obstacles")
                    .forEach(obstacle -> guard().say("Impossible now: " + Text.of(obstacle, "code") + ": "
                            + Text.of(obstacle, "message")));
        }
    }

    @Command(
            name = "clone",
            description =
                    "Clone a snapshot of a datastore as a dataset of its own, which can be written. The log says what"
                            + " to do next.")
    static final class Clone extends DatastoreSnapshots.OfOne {
        @Option(
                names = "--name",
                paramLabel = "DATASET",
                description =
                        "The full name of the new dataset, on the same pool. Default: the dataset's, -clone- and the"
                                + " snapshot's name")
        private @Nullable String name;

        @Override
        public Integer call() {
            String address = pathOfFound() + "/clone";
            ObjectNode order = client().object();
            if (name != null) {
                order.put("name", name);
            }
            JsonNode run = client().post(address, order);
            return new RunFollower(guard(), run.path("id").asText()).follow();
        }
    }
}
