package org.datastoreguard.security;

/** What somebody may do; each role includes those before it (design/api.md, "Who is asking"). */
public enum Role {
    VIEW,
    SNAPSHOT,
    REPLICATE,
    RESTORE,
    CONFIGURE;

    public boolean includes(Role other) {
        return ordinal() >= other.ordinal();
    }
}
