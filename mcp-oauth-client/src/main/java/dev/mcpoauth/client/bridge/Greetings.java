package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.util.Set;

/** What a server says about itself and how it says a result, told in the words of the other era. */
final class Greetings {
    private static final Set<String> CACHEABLE = Set.of(
            Methods.TOOLS_LIST,
            Methods.DISCOVER,
            "prompts/list",
            "resources/list",
            "resources/read",
            "resources/templates/list");

    private static final Json UNNAMED =
            Json.object().put("name", "unknown").put("version", "0").build();

    private Greetings() {}

    /** The result of {@code initialize} from that of {@code server/discover}. */
    static Json initialized(Json asked, Json discovery) {
        String version = asked.string("protocolVersion")
                .flatMap(ProtocolVersion::parse)
                .filter(known -> known.era() != Era.STATELESS)
                .orElse(ProtocolVersion.LATEST_SESSION)
                .wire();
        return Json.object()
                .put("protocolVersion", version)
                .put(
                        "capabilities",
                        Extensions.withdraw(
                                discovery
                                        .get("capabilities")
                                        .filter(Json::isObject)
                                        .orElse(Json.EMPTY_OBJECT),
                                Extensions.TASKS))
                .put("serverInfo", serverInfo(discovery))
                .putIfPresent("instructions", discovery.get("instructions"))
                .build();
    }

    /** Who the server is, whichever era says it. */
    static Json serverInfo(Json greeting) {
        return greeting.get("serverInfo")
                .or(() -> greeting.at(MetaKeys.META, MetaKeys.SERVER_INFO))
                .filter(Json::isObject)
                .orElse(UNNAMED);
    }

    /** The result of {@code server/discover} from that of {@code initialize}. */
    static Json discovered(Json greeting) {
        Json result = Json.object()
                .put("supportedVersions", Json.array(Json.of(ProtocolVersion.LATEST.wire())))
                .put("capabilities", greeting.get("capabilities").orElse(Json.EMPTY_OBJECT))
                .putIfPresent("instructions", greeting.get("instructions"))
                .build();
        return newerResult(Methods.DISCOVER, result, greeting);
    }

    /** A result without what only 2026-07-28 knows. */
    static Json olderResult(Json result) {
        return result.isObject() ? result.without("resultType").without("ttlMs").without("cacheScope") : result;
    }

    /** A result with what 2026-07-28 requires. Nothing tells how long it stays true, so it is stale at once. */
    static Json newerResult(String method, Json result, Json greeting) {
        if (!result.isObject()) {
            return result;
        }
        Json meta = result.get(MetaKeys.META).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        Json.Builder newer = Json.object().put("resultType", "complete");
        if (CACHEABLE.contains(method)) {
            newer.put("ttlMs", 0).put("cacheScope", "private");
        }
        return newer.putAll(result)
                .put(MetaKeys.META, meta.with(MetaKeys.SERVER_INFO, serverInfo(greeting)))
                .build();
    }

    /** A notification without the mark of the subscription that it came by. */
    static Notification withoutSubscription(Notification notification) {
        Json meta = notification.params().get(MetaKeys.META).orElse(Json.NULL);
        if (!meta.has(MetaKeys.SUBSCRIPTION_ID)) {
            return notification;
        }
        Json rest = meta.without(MetaKeys.SUBSCRIPTION_ID);
        Json params = rest.size() == 0
                ? notification.params().without(MetaKeys.META)
                : notification.params().with(MetaKeys.META, rest);
        return new Notification(notification.method(), params);
    }
}
