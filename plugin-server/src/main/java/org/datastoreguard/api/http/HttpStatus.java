package org.datastoreguard.api.http;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** Which HTTP status stands for which error code. */
final class HttpStatus {
    static final int UNPROCESSABLE = 422;
    static final int PRECONDITION_REQUIRED = 428;

    private HttpStatus() {}

    static int of(GuardException e) {
        return e.code() == ErrorCode.NOT_YET_SUPPORTED && e.fields().isEmpty() ? 501 : of(e.code());
    }

    /** Exhaustive on purpose: a new code does not compile until somebody decides how it looks from outside. */
    static int of(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case NAME_TAKEN,
                    IN_USE,
                    IDEMPOTENCY_CONFLICT,
                    ALREADY_RUNNING,
                    TASK_DISABLED,
                    TARGET_OVERLAP,
                    EXTENSION_OWNED_BY_OTHER,
                    SOURCE_DATASET_MISSING,
                    SOURCE_HAS_NO_SNAPSHOT,
                    SNAPSHOT_NAME_TAKEN,
                    SNAPSHOT_VANISHED,
                    TARGET_DIVERGED,
                    TARGET_WITHOUT_COMMON_SNAPSHOT,
                    TARGET_HAS_DATA,
                    TARGET_TYPE_MISMATCH,
                    TARGET_ENCRYPTION_MISMATCH,
                    TARGET_PARENT_MISSING,
                    TARGET_BUSY,
                    RESUME_STATE_STALE,
                    POOL_FEATURE_MISSING,
                    CANCELLED -> 409;
            case VERSION_CONFLICT -> 412;
            case INVALID_FIELD,
                    UNKNOWN_FIELD,
                    NOT_YET_SUPPORTED,
                    BAD_NAME,
                    CONFIG_INVALID,
                    DATASTORE_UNMAPPED,
                    NAS_HOST_KEY_UNKNOWN,
                    NAS_HOST_KEY_CHANGED,
                    NAS_AUTHENTICATION_FAILED,
                    NAS_RIGHT_MISSING,
                    NAS_TOOL_MISSING,
                    VCENTER_FINGERPRINT_MISMATCH,
                    VCENTER_LOGIN_FAILED,
                    VCENTER_NO_PERMISSION -> UNPROCESSABLE;
            case PRECONDITION_REQUIRED -> PRECONDITION_REQUIRED;
            case TOO_MANY_REQUESTS -> 429;
            case INTERNAL, TARGET_NOT_VERIFIED -> 500;
            case NAS_UNREACHABLE,
                    NAS_CONNECTION_LOST,
                    NAS_ANSWER_UNREADABLE,
                    VCENTER_UNREACHABLE,
                    VCENTER_SESSION_EXPIRED,
                    VCENTER_FAULT,
                    VM_NOT_QUIESCED,
                    VCENTER_ANSWER_UNREADABLE,
                    STREAM_INTERRUPTED,
                    ZFS_FAILED,
                    NOTIFICATION_FAILED -> 502;
            case SHUTTING_DOWN, WINDOW_CLOSED, DATABASE_UNAVAILABLE -> 503;
            case NAS_COMMAND_TIMEOUT, VCENTER_TIMEOUT, STREAM_STALLED -> 504;
            case TARGET_OUT_OF_SPACE -> 507;
        };
    }
}
