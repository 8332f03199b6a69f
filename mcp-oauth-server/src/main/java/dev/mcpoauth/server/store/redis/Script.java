package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;

/** The Lua scripts beside this package. Each says at its top which keys and arguments it takes. */
enum Script {
    READ,
    LOCATE,
    INSERT,
    WITHDRAW,
    CLAIM,
    SPEND,
    REPEAT,
    FAIL,
    REVOKE_TOKEN,
    REVOKE_GRANT,
    UPDATE_GRANT,
    ENLIST,
    DELIST,
    PAGE,
    WALK,
    DUE,
    DROP,
    SETTLE,
    PUT,
    TAKE,
    ADVANCE,
    FIRST_USE,
    REGISTER,
    UPDATE_CLIENT,
    TOUCH_CLIENT,
    DELETE_CLIENT,
    INSPECT,
    FORMAT;

    private final String text;

    Script() {
        this.text = load(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua");
    }

    /** Without its comments, which Redis need not be sent. */
    private static String load(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the script " + file + " is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] text() {
        return text.getBytes(UTF_8);
    }
}
