package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;

/**
 * Who a client is and what it can do, as it says in {@code initialize} or, since 2026-07-28, on each request.
 *
 * @param clientInfo an {@code Implementation} object: {@code name}, {@code version}, optionally more
 * @param capabilities a {@code ClientCapabilities} object
 */
public record ClientProfile(Json clientInfo, Json capabilities) {

    public ClientProfile {
        if (!clientInfo.isObject()) throw new IllegalArgumentException("clientInfo must be an object");
        if (!capabilities.isObject()) throw new IllegalArgumentException("capabilities must be an object");
    }

    /** A client without capabilities. */
    public static ClientProfile of(String name, String version) {
        return new ClientProfile(
                Json.object().put("name", name).put("version", version).build(), Json.EMPTY_OBJECT);
    }

    /**
     * Parameters with the metadata that every request carries since 2026-07-28. Metadata that is there already, such as a
     * progress token, stays.
     *
     * @param params an object or {@link Json#NULL}
     */
    public Json stamp(Json params, ProtocolVersion version) {
        Json base = params.isNull() ? Json.EMPTY_OBJECT : params;
        Json meta = Json.object()
                .put(MetaKeys.PROTOCOL_VERSION, version.wire())
                .put(MetaKeys.CLIENT_INFO, clientInfo)
                .put(MetaKeys.CLIENT_CAPABILITIES, capabilities)
                .putAll(base.get(MetaKeys.META).orElse(Json.EMPTY_OBJECT))
                .build();
        return base.with(MetaKeys.META, meta);
    }

    /** The parameters of {@code initialize}; sessions know no tasks. */
    public Json initializeParams(ProtocolVersion version) {
        return Json.object()
                .put("protocolVersion", version.wire())
                .put("capabilities", Extensions.withdraw(capabilities, Extensions.TASKS))
                .put("clientInfo", clientInfo)
                .build();
    }
}
