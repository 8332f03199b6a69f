package dev.mcpoauth.example.conformance.server;

import java.util.Base64;

/** The smallest files of their kind. */
final class Samples {

    /** One red pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    /** No samples at 8 kHz. */
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

    private Samples() {}

    static byte[] png() {
        return Base64.getDecoder().decode(PNG);
    }

    static byte[] wav() {
        return Base64.getDecoder().decode(WAV);
    }
}
