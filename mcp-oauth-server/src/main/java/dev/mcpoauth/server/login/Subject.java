package dev.mcpoauth.server.login;

/**
 * A resource owner who signed in.
 *
 * @param id what identifies the person for good, at most 255 characters; tokens carry it
 * @param displayName what the pages call the person
 */
public record Subject(String id, String displayName) {
    public Subject {
        if (id.isEmpty() || id.length() > 255) {
            throw new IllegalArgumentException("a subject id has 1 to 255 characters");
        }
    }
}
