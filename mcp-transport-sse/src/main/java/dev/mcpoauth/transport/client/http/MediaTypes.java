package dev.mcpoauth.transport.client.http;

import java.util.Optional;

/** Media types of RFC 9110 §8.3.1, compared without their parameters. */
final class MediaTypes {

    static final String JSON = "application/json";

    private MediaTypes() {}

    static boolean is(Optional<String> contentType, String type) {
        return contentType
                .map(value -> value.split(";", 2)[0].strip())
                .filter(type::equalsIgnoreCase)
                .isPresent();
    }
}
