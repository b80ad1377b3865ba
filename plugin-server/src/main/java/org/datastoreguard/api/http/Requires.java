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
        INSTALLATION
    }
}
