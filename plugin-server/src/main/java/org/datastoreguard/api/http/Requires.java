package org.datastoreguard.api.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.datastoreguard.security.Role;

/** The least role that may call an endpoint, and where it is needed. An endpoint without it is closed to everybody. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {
    Role value() default Role.VIEW;

    Where on() default Where.INSTALLATION;

    /** Where the role is needed. */
    enum Where {
        /** Nowhere: for strangers too. */
        OPEN,
        /** Nowhere, but the server must know who asks. */
        KNOWN,
        /** For the installation as a whole. */
        INSTALLATION,
        /** For the installation or any one datastore. */
        ANYWHERE,
        /** Where each of the objects lies that are listed or named in the body; the endpoint itself asks for that. */
        EACH,
        /** At the datastore whose id is in the path. */
        DATASTORE,
        /** Where that snapshot task's source lies. */
        SNAPSHOT_TASK,
        /** Where that replication task's source lies. */
        REPLICATION_TASK,
        /** Where that run's source lies. */
        RUN
    }
}
