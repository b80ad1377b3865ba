package org.datastoreguard.error;

import java.util.Locale;

/**
 * The stable codes of everything that can go wrong. A code never changes its meaning; each has a page
 * {@code docs/runbook/CODE.md} that says what happened and what to do next.
 *
 * <p>{@link #temporary()} decides whether a run tries again by itself: only a temporary cause can be gone a
 * minute later (design/engine.md, rule 18).
 */
public enum ErrorCode {
    INVALID_FIELD("A field has a value that is not allowed"),
    UNKNOWN_FIELD("The request names a field that does not exist"),
    MALFORMED_REQUEST("The request cannot be read"),
    NOT_YET_SUPPORTED("This option is not supported yet"),
    UNAUTHENTICATED("Nobody is signed in"),
    FORBIDDEN("Not allowed"),
    NOT_FOUND("Not found"),
    NAME_TAKEN("The name is already in use"),
    IN_USE("Still in use"),
    VERSION_CONFLICT("Somebody else changed this meanwhile"),
    PRECONDITION_REQUIRED("The version of the changed object is missing"),
    IDEMPOTENCY_CONFLICT("The idempotency key was used for another request"),
    ALREADY_RUNNING("Already running"),
    TASK_DISABLED("The task is disabled"),
    TARGET_OVERLAP("The target overlaps with another task's target"),
    CONFIG_INVALID("The configuration is not valid"),
    BAD_NAME("Not a valid name"),
    TOO_MANY_REQUESTS("Too many requests"),
    NOTIFICATION_FAILED(true, "A notification could not be sent"),

    NAS_UNREACHABLE(true, "The NAS cannot be reached"),
    NAS_CONNECTION_LOST(true, "The connection to the NAS broke"),
    NAS_COMMAND_TIMEOUT(true, "A command on the NAS did not end in time"),
    NAS_HOST_KEY_UNKNOWN("The NAS's host key has not been confirmed"),
    NAS_HOST_KEY_CHANGED("The NAS's host key has changed"),
    NAS_AUTHENTICATION_FAILED("The NAS refused the key"),
    NAS_RIGHT_MISSING("A right is missing on the NAS"),
    NAS_TOOL_MISSING("A program is missing on the NAS"),
    NAS_ANSWER_UNREADABLE("The NAS's answer cannot be read"),

    VCENTER_UNREACHABLE(true, "The vCenter cannot be reached"),
    VCENTER_TIMEOUT(true, "The vCenter did not answer in time"),
    VCENTER_SESSION_EXPIRED(true, "The vCenter session has ended"),
    VCENTER_FINGERPRINT_MISMATCH("The vCenter's certificate is not the pinned one"),
    VCENTER_LOGIN_FAILED("The vCenter refused user or password"),
    VCENTER_NO_PERMISSION("The vCenter refused the action"),
    VCENTER_FAULT("The vCenter answered with a fault"),
    VCENTER_ANSWER_UNREADABLE("The vCenter's answer cannot be read"),
    EXTENSION_OWNED_BY_OTHER("The extension key belongs to another registration"),
    VM_NOT_QUIESCED("A virtual machine could not be quiesced"),

    DATASTORE_UNMAPPED("No dataset is known behind the datastore"),
    SOURCE_DATASET_MISSING("The source dataset does not exist"),
    SOURCE_HAS_NO_SNAPSHOT("The source has no snapshot to send"),
    SNAPSHOT_NAME_TAKEN("A snapshot of that name exists already"),
    SNAPSHOT_VANISHED(true, "A snapshot vanished while it was needed"),
    TARGET_DIVERGED("The target has snapshots or changes that the source does not have"),
    TARGET_WITHOUT_COMMON_SNAPSHOT("Source and target have no snapshot in common"),
    TARGET_HAS_DATA("The target holds data but no snapshot"),
    TARGET_TYPE_MISMATCH("Source and target are of different types"),
    TARGET_ENCRYPTION_MISMATCH("Source and target do not agree on encryption"),
    TARGET_PARENT_MISSING("The target's parent dataset does not exist"),
    TARGET_OUT_OF_SPACE("The target has no space left"),
    TARGET_BUSY(true, "The target is busy"),
    TARGET_NOT_VERIFIED("The target does not hold what was sent"),
    STREAM_INTERRUPTED(true, "The transfer was interrupted"),
    STREAM_STALLED(true, "The transfer stopped moving"),
    RESUME_STATE_STALE(true, "The target's partial state cannot be resumed"),
    POOL_FEATURE_MISSING("A pool lacks a feature that the stream needs"),
    ZFS_FAILED("A zfs command failed"),

    CANCELLED("Cancelled"),
    WINDOW_CLOSED("The window closed; the rest is sent when it next opens"),
    SHUTTING_DOWN(true, "The server is shutting down"),
    DATABASE_UNAVAILABLE(true, "The database cannot be reached"),
    INTERNAL("Internal error");

    private final boolean temporary;
    private final String title;

    ErrorCode(String title) {
        this(false, title);
    }

    ErrorCode(boolean temporary, String title) {
        this.temporary = temporary;
        this.title = title;
    }

    /** Whether the same attempt can succeed later without anybody changing anything. */
    public boolean temporary() {
        return temporary;
    }

    /** One line for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The name as it stands in a URL or file name, such as {@code target-diverged}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
