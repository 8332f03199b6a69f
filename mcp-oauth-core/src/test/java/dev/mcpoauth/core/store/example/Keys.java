package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.secret.TokenHash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Under which key a row lies. Text from outside is written in hex, which keeps its order and has no separator in it. */
final class Keys {
    static final String CLIENT = "client/";
    static final String FINGERPRINT = "fingerprint/";
    static final String GRANT = "grant/";
    static final String OF_CLIENT = "grants-of-client/";
    static final String OF_SUBJECT = "grants-of-subject/";
    static final String CODE = "code/";
    static final String REFRESH = "refresh/";
    static final String ACCESS = "access/";
    static final String TRANSACTION = "transaction/";
    static final String REPLAY = "replay/";

    private Keys() {}

    static String of(String prefix, String text) {
        return prefix + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    static String of(String prefix, TokenHash hash) {
        return prefix + hash.encoded();
    }

    /** An entry of an index, whose value is empty. */
    static String index(String prefix, String of, String grantId) {
        return of(prefix, of) + "/" + of("", grantId);
    }

    /** What {@link #of(String, String)} wrote last in this key. */
    static String lastText(String key) {
        String hex = key.substring(key.lastIndexOf('/') + 1);
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }
}
