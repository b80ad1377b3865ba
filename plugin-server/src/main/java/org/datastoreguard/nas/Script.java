package org.datastoreguard.nas;

import java.util.List;

/**
 * A POSIX shell script to run on a machine. User text only ever enters as an argument ({@code "$1"} in the body) or as
 * input, never by building the body.
 *
 * @param name shown in logs and as the process's name ({@code $0}), such as {@code datastore-guard:task-7}
 * @param body POSIX sh; calls {@code zfs} and {@code zpool} plainly, sudo is added where the system asks for it
 * @param arguments positional parameters
 * @param input lines for the body's variable {@code $input}
 */
public record Script(String name, String body, List<String> arguments, List<String> input) {
    public Script {
        arguments = List.copyOf(arguments);
        input = List.copyOf(input);
    }

    public static Script of(String name, String body, String... arguments) {
        return new Script(name, body, List.of(arguments), List.of());
    }

    public Script withInput(List<String> lines) {
        return new Script(name, body, arguments, lines);
    }
}
