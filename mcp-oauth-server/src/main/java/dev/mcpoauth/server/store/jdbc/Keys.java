package dev.mcpoauth.server.store.jdbc;

import java.nio.charset.StandardCharsets;

/** Which texts a key column can hold: one that it can not is not there, rather than an error of the database. */
final class Keys {
    private static final int MAX_LENGTH = 512;

    private Keys() {}

    static boolean canExist(String key) {
        return key.length() <= MAX_LENGTH
                && key.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(key);
    }
}
