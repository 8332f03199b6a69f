package dev.mcpoauth.core.pkce;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** The encodings of a digest as the clients of rows D1 to D5 produce them. */
final class ChallengeForms {
    private ChallengeForms() {}

    static String s256(byte[] digest) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    static String hexInBase64Url(byte[] digest) {
        byte[] hex = hex(digest).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hex);
    }

    static String padded(byte[] digest) {
        return Base64.getUrlEncoder().encodeToString(digest);
    }

    static String standardAlphabet(byte[] digest) {
        return Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    static String percentEncoded(byte[] digest) {
        return Base64.getEncoder()
                .encodeToString(digest)
                .replace("=", "%3D")
                .replace("+", "%2B")
                .replace("/", "%2F");
    }
}
