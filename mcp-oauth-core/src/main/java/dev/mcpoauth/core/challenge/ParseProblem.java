package dev.mcpoauth.core.challenge;

/**
 * A part of a {@code WWW-Authenticate} field that was left out, and where. Holds no text of the field.
 *
 * @param kind what was wrong
 * @param field the index of the field among those that were parsed
 * @param offset the index of the character at which it showed
 */
public record ParseProblem(Kind kind, int field, int offset) {

    /** The ways in which a part can be wrong. */
    public enum Kind {
        /** The text breaks the grammar of RFC 9110 §11.6.1. */
        SYNTAX,
        /** A parameter occurs twice in one challenge (RFC 9110 §11.2). */
        DUPLICATE_PARAMETER,
        /** A quoted string does not end, and with it the field. */
        UNTERMINATED_QUOTED_STRING,
        /** The fields together are longer than 16 384 characters. */
        TOO_LONG,
        /** There are more than 32 challenges, or more than 32 parameters in one. */
        TOO_MANY
    }
}
