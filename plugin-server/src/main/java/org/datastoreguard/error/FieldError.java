package org.datastoreguard.error;

/**
 * One rule that one field of a request or a file breaks. The message states the rule and never repeats a secret.
 *
 * @param field path of the field, such as {@code remote.hostKey}
 * @param message the rule and how to keep it
 */
public record FieldError(String field, String message) {}
