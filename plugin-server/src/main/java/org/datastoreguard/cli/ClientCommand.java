package org.datastoreguard.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command that talks to the server starts from. */
abstract class ClientCommand implements Callable<Integer> {
    @Spec
    protected @Nullable CommandSpec spec;

    final DatastoreGuard guard() {
        return (DatastoreGuard) Objects.requireNonNull(spec).root().userObject();
    }

    final RestClient client() {
        return guard().client();
    }
}
