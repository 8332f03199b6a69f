package dev.mcpoauth.server.client;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Client credentials from an Authorization header of scheme Basic (RFC 7617). RFC 6749 §2.3.1 asks clients to form-encode
 * both parts first; many do not, so that both readings are tried.
 */
record BasicCredentials(String clientId, String secret) {
    private static final String SCHEME = "basic ";
    private static final int LONGEST = 4096;

    static List<BasicCredentials> readings(String header) {
        if (header.length() > LONGEST || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw malformed("the Authorization header is not of scheme Basic");
        }
        String pair = decode(header.substring(SCHEME.length()).strip());
        int colon = pair.indexOf(':');
        if (colon <= 0) {
            throw malformed("the Basic credentials name no client");
        }
        BasicCredentials raw = new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1));
        List<BasicCredentials> readings = new ArrayList<>(List.of(raw));
        if (pair.indexOf('%') >= 0 || pair.indexOf('+') >= 0) {
            addDecoded(raw, readings);
        }
        return readings;
    }

    private static void addDecoded(BasicCredentials raw, List<BasicCredentials> readings) {
        try {
            readings.add(new BasicCredentials(formDecoded(raw.clientId()), formDecoded(raw.secret())));
        } catch (IllegalArgumentException notEncoded) {
            // A percent sign that is one: the raw reading stands alone.
        }
    }

    private static String formDecoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String base64) {
        try {
            byte[] octets = Base64.getDecoder().decode(base64);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw malformed("the Basic credentials can not be read");
        }
    }

    private static OAuthException malformed(String description) {
        return INVALID_CLIENT.because(ServerReasons.CLIENT_CREDENTIALS_MALFORMED, description);
    }

    /** Names the client only. */
    @Override
    public String toString() {
        return "BasicCredentials[" + clientId + "]";
    }
}
