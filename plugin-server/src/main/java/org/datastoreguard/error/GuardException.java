package org.datastoreguard.error;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one error that leaves a room of this product: a stable code, a sentence that says what to do next, and, where a
 * machine said something, its words kept letter by letter. Immutable apart from what {@link Throwable} allows.
 */
public final class GuardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String stderr;
    private final transient List<FieldError> fields;

    private GuardException(
            ErrorCode code,
            String message,
            @Nullable String stderr,
            List<FieldError> fields,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.stderr = stderr;
        this.fields = List.copyOf(fields);
    }

    public GuardException(ErrorCode code, String message) {
        this(code, message, null, List.of(), null);
    }

    public GuardException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, List.of(), cause);
    }

    /** What a command on a machine ended with; {@code stderr} is kept word for word. */
    public static GuardException ofCommand(ErrorCode code, String message, String stderr) {
        return new GuardException(code, message, stderr, List.of(), null);
    }

    /** Broken rules of one request or file; the message joins them for readers without a form. */
    public static GuardException ofFields(ErrorCode code, List<FieldError> fields) {
        String joined = String.join(
                "; ", fields.stream().map(f -> f.field() + ": " + f.message()).toList());
        return new GuardException(code, joined, null, fields, null);
    }

    /** One broken rule, {@link ErrorCode#INVALID_FIELD}. */
    public static GuardException invalid(String field, String rule) {
        return ofFields(ErrorCode.INVALID_FIELD, List.of(new FieldError(field, rule)));
    }

    public ErrorCode code() {
        return code;
    }

    /** The message; never null, unlike {@link #getMessage()}'s type says. */
    public String message() {
        return String.valueOf(getMessage());
    }

    public Optional<String> stderr() {
        return Optional.ofNullable(stderr);
    }

    public List<FieldError> fields() {
        return fields == null ? List.of() : fields;
    }
}
