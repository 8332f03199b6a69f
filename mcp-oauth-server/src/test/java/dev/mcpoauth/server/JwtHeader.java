package dev.mcpoauth.server;

import dev.mcpoauth.core.json.JsonObject;
import java.util.Base64;

/** A look at a token's header. */
final class JwtHeader {
    private JwtHeader() {}

    static String keyId(String token) {
        byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return JsonObject.parse(header).string("kid").orElseThrow();
    }
}
