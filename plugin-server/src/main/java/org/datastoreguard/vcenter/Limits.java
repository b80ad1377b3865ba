package org.datastoreguard.vcenter;

import java.time.Duration;

/**
 * How much patience one vCenter gets.
 *
 * @param connect until the connection stands, TLS excluded
 * @param call until one call is answered completely, connection, TLS and every byte of the answer included
 * @param answerBytes the size of one answer, so that a hostile or broken server cannot fill the heap
 */
public record Limits(Duration connect, Duration call, int answerBytes) {
    /**
     * Time for 2,000 datastores from a busy vCenter, but not so much that a person gives up waiting; room for 40,000
     * datastores.
     */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 64 << 20);
}
