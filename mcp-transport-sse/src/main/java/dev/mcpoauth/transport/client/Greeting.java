package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import java.util.Optional;

/**
 * What a server said about itself, in {@code initialize} or {@code server/discover}.
 *
 * @param json the result; {@link Json#NULL} if it was not asked yet
 */
record Greeting(ProtocolVersion version, Json json) {

    static final Greeting NONE = new Greeting(ProtocolVersion.LATEST_SESSION, Json.NULL);

    static Greeting initialized(Json result) throws ProtocolViolationException {
        ProtocolVersion version = result.string("protocolVersion")
                .flatMap(ProtocolVersion::parse)
                .filter(v -> v.era() != Era.STATELESS)
                .orElseThrow(() -> new ProtocolViolationException(
                        "the server answers initialize with a revision that this client does not speak"));
        return new Greeting(version, result);
    }

    static Greeting discovered(Json result) {
        return new Greeting(ProtocolVersion.LATEST, result);
    }

    boolean isComplete() {
        return !json.isNull();
    }

    Json serverInfo() {
        return json.get("serverInfo")
                .or(() -> json.at(MetaKeys.META, MetaKeys.SERVER_INFO))
                .orElse(Json.EMPTY_OBJECT);
    }

    Json capabilities() {
        return json.get("capabilities").orElse(Json.EMPTY_OBJECT);
    }

    Optional<String> instructions() {
        return json.string("instructions");
    }
}
