package dev.mcpoauth.server.store.redis;

/**
 * Where the row of a hash is: of which kind it is, and under which grant. Never changes.
 *
 * @param kind what the hash is the hash of
 * @param grantId its family
 */
record Place(Kind kind, String grantId) {

    /** Reads what {@link #written} wrote. */
    static Place parse(String text) {
        int space = text.indexOf(' ');
        return new Place(Kind.of(text.substring(0, space)), text.substring(space + 1));
    }

    String written() {
        return kind.word() + " " + grantId;
    }
}
