package org.datastoreguard.security;

/** Where a right is asked for. */
public sealed interface Place {
    /** The installation as a whole: machines, tokens, settings. At a vCenter it is the root folder. */
    Place INSTALLATION = new Installation();

    /** @param id {@code urn:vmomi:Datastore:datastore-11:GUID} */
    record OfDatastore(String id) implements Place {}

    /** @see #INSTALLATION */
    record Installation() implements Place {}
}
