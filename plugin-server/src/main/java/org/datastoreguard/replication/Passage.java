package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.ReplicationKeys;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;

/** The way an order is carried out: which machine runs which script, and who calls whom. Not thread-safe. */
interface Passage {
    /** Makes ready what must be, and starts the script that this server watches. */
    Nas.Execution start(TransferOrder order, Consumer<Nas.Line> onLine, Story story);

    /**
     * Called once after the end of what was started, however it ended.
     *
     * @param arrived whether the target read back all it was sent
     */
    default void close(TransferOrder order, boolean arrived, Story story) {}

    /** Whether several lanes can go side by side. */
    default boolean branches() {
        return true;
    }

    /** What the words mean when the machines lost, or never found, each other. */
    GuardException broken(String stderr);

    /** The machine that calls has no key to call with. */
    GuardException keyMissing();

    static Passage of(ReplicationTask task, Ends ends) {
        Marker marker = new Marker(task.id());
        Wire wire = Wire.of(task);
        if (task.transport() == ReplicationTask.Transport.LOCAL) {
            return new Local(marker, ends, wire);
        }
        if (task.transport() == ReplicationTask.Transport.RELAY) {
            return new RelayPassage(marker, ends, wire);
        }
        if (task.direction() == ReplicationTask.Direction.PULL) {
            Link link = new Link(ends.target(), ends.source(), task.remote(), wire);
            return new PullPassage(marker, ends, wire, link);
        }
        return new Push(marker, ends, wire, new Link(ends.source(), ends.target(), task.remote(), wire));
    }

    /** The source calls the target. */
    record Push(Marker marker, Ends ends, Wire wire, Link link) implements Passage {
        @Override
        public Nas.Execution start(TransferOrder order, Consumer<Nas.Line> onLine, Story story) {
            List<String> arguments = link.after(carrying(marker, ends, wire));
            return ends.source()
                    .start(script(marker, TransferScripts.PUSH, arguments, order.input(ends.datasets())), onLine);
        }

        @Override
        public GuardException broken(String stderr) {
            return link.broken(stderr);
        }

        @Override
        public GuardException keyMissing() {
            return link.keyMissing();
        }
    }

    /** Source and target are one machine; nobody calls anybody. */
    record Local(Marker marker, Ends ends, Wire wire) implements Passage {
        @Override
        public Nas.Execution start(TransferOrder order, Consumer<Nas.Line> onLine, Story story) {
            List<String> arguments = carrying(marker, ends, wire);
            return ends.source()
                    .start(script(marker, TransferScripts.LOCAL, arguments, order.input(ends.datasets())), onLine);
        }

        @Override
        public GuardException broken(String stderr) {
            String name = ends.source().system().name();
            return GuardException.ofCommand(
                    ErrorCode.STREAM_INTERRUPTED, "The pipe on " + name + " broke: " + stderr, stderr);
        }

        @Override
        public GuardException keyMissing() {
            throw new IllegalStateException("A local transfer asks for no key");
        }
    }

    /** The arguments that {@link TransferScripts#PUSH} and {@link TransferScripts#LOCAL} share. */
    private static List<String> carrying(Marker marker, Ends ends, Wire wire) {
        return List.of(
                marker.tag(), marker.holding(), wire.compressor().pack(), wire.limit(), receiver(marker, ends, wire));
    }

    private static String receiver(Marker marker, Ends ends, Wire wire) {
        return ends.target()
                .commandLine(Script.of(
                        marker.tag(), TransferScripts.TARGET, wire.compressor().unpack()));
    }

    private static Script script(Marker marker, String body, List<String> arguments, List<String> input) {
        return new Script(marker.tag(), body, arguments, input);
    }

    /** One machine calling the other. */
    record Link(Nas caller, Nas called, Route route, Wire wire) {
        Link(Nas caller, Nas called, ReplicationTask.Remote remote, Wire wire) {
            this(caller, called, Route.to(called.system(), remote), wire);
        }

        /** The arguments that {@link ScriptParts#LINK} needs, behind others. */
        List<String> after(List<String> others) {
            List<String> arguments = new ArrayList<>(others);
            arguments.addAll(List.of(
                    route.user(),
                    route.host(),
                    Integer.toString(route.port()),
                    route.alias(),
                    route.hostKey(),
                    wire.ciphers(),
                    ReplicationKeys.PRIVATE_KEY_FILE));
            return arguments;
        }

        GuardException broken(String stderr) {
            return SshErrors.of(stderr, caller.system(), called.system(), route);
        }

        GuardException keyMissing() {
            return new GuardException(
                    ErrorCode.NAS_AUTHENTICATION_FAILED,
                    caller.system().name() + " has no replication key yet (~/" + ReplicationKeys.PRIVATE_KEY_FILE
                            + "). Create it and add its public half to authorized_keys on "
                            + called.system().name());
        }
    }
}
