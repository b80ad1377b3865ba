package org.datastoreguard.api.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * The broken rules of one request, gathered so that a person sees all of them in one answer. Not thread-safe.
 *
 * <p>Messages state the rule and never repeat what was sent, since that may be a secret in the wrong field.
 */
public final class FormErrors {
    private final List<Broken> broken = new ArrayList<>();

    private record Broken(ErrorCode code, FieldError error) {}

    /** Notes a value that is not allowed. */
    public void add(String field, String rule) {
        add(ErrorCode.INVALID_FIELD, field, rule);
    }

    public void add(ErrorCode code, String field, String rule) {
        broken.add(new Broken(code, new FieldError(field, rule)));
    }

    public void addAll(ErrorCode code, List<FieldError> errors) {
        errors.forEach(e -> broken.add(new Broken(code, e)));
    }

    /** Whether the field, or something within it, already broke a rule: one complaint for one mistake. */
    public boolean has(String field) {
        return broken.stream()
                .map(b -> b.error().field())
                .anyMatch(f -> f.equals(field) || f.startsWith(field + ".") || f.startsWith(field + "["));
    }

    /** Notes an absent value, unless it is absent because it could not be read. */
    public <T> @Nullable T required(String field, @Nullable T value) {
        if (value == null && !has(field)) {
            add(field, "is required");
        }
        return value;
    }

    /** Computes a value whose rules another room knows; what it refuses is noted under {@code field}. */
    public <T> @Nullable T check(String field, Supplier<T> value) {
        return checkNullable(field, value::get);
    }

    /** Like {@link #check}, for a value that may rightly be absent. */
    public <T> @Nullable T checkNullable(String field, NullableSupplier<T> value) {
        try {
            return value.get();
        } catch (GuardException e) {
            note(field, e);
            return null;
        }
    }

    /** Like {@link #check}, but always under {@code field}: for a value within a list, whose room knows only one. */
    public void checkAs(String field, Runnable construction) {
        try {
            construction.run();
        } catch (GuardException e) {
            String rule = e.fields().isEmpty() ? e.message() : e.fields().get(0).message();
            add(e.code(), field, rule);
        }
    }

    /** Gives a value or null. */
    @FunctionalInterface
    public interface NullableSupplier<T> {
        @Nullable
        T get();
    }

    private void note(String field, GuardException e) {
        if (e.fields().isEmpty()) {
            add(e.code(), field, e.message());
        } else {
            addAll(e.code(), e.fields());
        }
    }

    /** @throws GuardException with everything noted so far, if anything was */
    public void throwIfAny() {
        if (!broken.isEmpty()) {
            throw GuardException.ofFields(
                    code(), broken.stream().map(Broken::error).distinct().toList());
        }
    }

    /** One code stands for the whole answer: the shared one, or that of the plainest mistake. */
    private ErrorCode code() {
        List<ErrorCode> codes = broken.stream().map(Broken::code).distinct().toList();
        if (codes.size() == 1) {
            return codes.get(0);
        }
        return codes.contains(ErrorCode.UNKNOWN_FIELD) ? ErrorCode.UNKNOWN_FIELD : ErrorCode.INVALID_FIELD;
    }
}
