package org.datastoreguard.lab;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of this machine to its end, with a bound. Its stderr goes to a file: a background process that it
 * leaves (ssh's shared connection) keeps stderr open, and a pipe would then never end.
 */
final class Commands {
    /** Which of this checkout's labs this test run has, so that two can go side by side. */
    static final int LAB_NUMBER = Integer.parseInt(System.getProperty("lab.number", "1"));

    private Commands() {}

    record Result(int status, String stdout, String stderr) {
        /** @throws AssertionError when the status is not 0 */
        String orFail(String what) {
            if (status != 0) {
                throw new AssertionError(what + " ended with status " + status + ":\n" + stdout + stderr);
            }
            return stdout;
        }
    }

    static final class TookTooLong extends AssertionError {
        private static final long serialVersionUID = 1;

        TookTooLong(String message) {
            super(message);
        }
    }

    static Result run(List<String> command, long timeoutSeconds) {
        try {
            Path stderr = Files.createTempFile("lab", ".stderr");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(stderr.toFile());
            builder.environment().put("LAB_NUMBER", Integer.toString(LAB_NUMBER));
            Process process = builder.start();
            CompletableFuture<String> stdout = read(process.getInputStream());
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new TookTooLong(command + " did not end within " + timeoutSeconds + " s");
            }
            String said = Files.readString(stderr);
            Files.delete(stderr);
            return new Result(process.exitValue(), stdout.join(), said);
        } catch (IOException e) {
            throw new AssertionError("Cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted in " + command, e);
        }
    }

    private static CompletableFuture<String> read(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        });
    }
}
