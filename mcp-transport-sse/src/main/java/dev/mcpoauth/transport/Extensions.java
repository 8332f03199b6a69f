package dev.mcpoauth.transport;

import dev.mcpoauth.transport.json.Json;

/** Extensions of the protocol, which peers declare under {@code extensions} in their capabilities (2026-07-28). */
public final class Extensions {

    /** Tool calls that go on after they were answered, see the Tasks extension (SEP-2663). */
    public static final String TASKS = "io.modelcontextprotocol/tasks";

    private static final String MEMBER = "extensions";

    private Extensions() {}

    /** Whether a peer with these capabilities declares this extension. */
    public static boolean isDeclared(Json capabilities, String extension) {
        return capabilities.at(MEMBER, extension).filter(Json::isObject).isPresent();
    }

    /** These capabilities, and this extension without settings. */
    public static Json declare(Json capabilities, String extension) {
        Json others = capabilities.get(MEMBER).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        return capabilities.with(MEMBER, others.with(extension, Json.EMPTY_OBJECT));
    }

    /** These capabilities without this extension. */
    public static Json withdraw(Json capabilities, String extension) {
        Json remaining = capabilities
                .get(MEMBER)
                .filter(Json::isObject)
                .orElse(Json.EMPTY_OBJECT)
                .without(extension);
        return remaining.size() == 0 ? capabilities.without(MEMBER) : capabilities.with(MEMBER, remaining);
    }
}
