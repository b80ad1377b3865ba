package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Check this installation: configuration, data directory, server, every vCenter and NAS. One line for"
                        + " each, and what to do next.")
final class DoctorCommand extends ClientCommand {
    private boolean healthy = true;

    @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration, to check it too.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        Path dataDir = guard().address().dataDir(guard().terminal());
        check("configuration", () -> {
            ServeCommand.config(guard().terminal(), config, dataDir);
            return config == null ? "defaults" : config.toString();
        });
        if (Files.isDirectory(dataDir)) {
            check("data directory", () -> permissions(dataDir));
        }
        if (check("server", this::ready) && check("token", this::role)) {
            check("vCenters", () -> count("vcenters"));
            client().all("/vcenters").forEach(v -> check("vCenter " + Text.of(v, "name"), () -> vcenter(v)));
            check("NAS systems", () -> count("nas-systems"));
            client().all("/nas-systems").forEach(n -> check("NAS " + Text.of(n, "name"), () -> nas(n)));
            check("VM snapshots", this::leftovers);
        }
        return healthy ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean check(String what, Supplier<String> finding) {
        try {
            guard().terminal().out().println("ok    " + what + ": " + finding.get());
            return true;
        } catch (CommandFailure | GuardException e) {
            healthy = false;
            guard().terminal()
                    .out()
                    .println("FAIL  " + what + ": "
                            + String.valueOf(e.getMessage()).replace("\n", "\n      "));
            return false;
        }
    }

    /** Whoever reads the master key can open every secret in the database. */
    private static String permissions(Path dataDir) {
        Path key = dataDir.resolve("master.key");
        try {
            for (Path secret : new Path[] {key, dataDir.resolve("cli-token"), dataDir.resolve("tls/key.pem")}) {
                String mode = Files.exists(secret)
                        ? PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))
                        : "rw-------";
                if (!mode.endsWith("------")) {
                    throw new CommandFailure(
                            ExitCode.FAILED, secret + " is readable by others; run chmod 600 " + secret);
                }
            }
            return dataDir + ", its secrets are readable by their owner only";
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, dataDir + " cannot be looked into; run this as the server's user", e);
        }
    }

    private String ready() {
        if (!client().answers("/readyz")) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    client().url() + " answers, but is not ready; its log says why (database, scheduler)");
        }
        return client().url() + " is ready";
    }

    private String role() {
        JsonNode about = client().get("/about");
        return "role " + Text.of(about, "role") + ", server version " + Text.of(about, "version");
    }

    private String leftovers() {
        int count = client().all(SnapshotCommands.Leftovers.PATH).size();
        if (count > 0) {
            throw new CommandFailure(
                    ExitCode.FAILED, count + " are left over; datastore-guard snapshot leftovers says why");
        }
        return "none is left over";
    }

    private String count(String collection) {
        return client().all("/" + collection).size() + " known";
    }

    private String vcenter(JsonNode vcenter) {
        JsonNode registration = client().get("/vcenters/" + Text.of(vcenter, "id") + "/registration");
        String state = Text.of(registration, "state");
        if (!state.equals("REGISTERED")) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "logged in, but the plugin is " + state + "; run datastore-guard vcenter register "
                            + Text.of(vcenter, "name"));
        }
        return "logged in, the plugin is registered" + account(vcenter);
    }

    /** Not a failure: whoever does without a feature may leave out its privilege. */
    private String account(JsonNode vcenter) {
        StringBuilder findings = new StringBuilder();
        client().get("/vcenters/" + Text.of(vcenter, "id") + "/account")
                .path("rights")
                .forEach(right -> {
                    if (!right.path("granted").asBoolean()) {
                        findings.append("\n        its account lacks " + Text.of(right, "privilege") + ", for "
                                + Text.of(right, "neededFor"));
                    } else if (!right.hasNonNull("neededFor")) {
                        findings.append("\n        its account holds " + Text.of(right, "privilege")
                                + ", which nothing here needs; give it an account of its own");
                    }
                });
        return findings.toString();
    }

    private String nas(JsonNode nas) {
        JsonNode probe = client().post("/nas-systems/" + Text.of(nas, "id") + "/probe", client().object());
        if (!probe.path("missingRights").isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED, "logged in, but rights are missing: " + Text.of(probe, "missingRights"));
        }
        return "logged in, OpenZFS " + Text.of(probe, "zfsVersion") + ", clock off by "
                + Text.of(probe, "clockDifference");
    }
}
