package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import java.util.Optional;

/**
 * What the host has said about itself: its era, who it is, and whether it has been initialized. A host that can speak
 * both eras asks for {@code server/discover} first (2026-07-28, stdio, "Backward Compatibility"); its {@code initialize}
 * is its last word. Immutable.
 *
 * @param stateless whether it speaks the stateless era
 * @param profile who it is
 * @param initialize the parameters of its {@code initialize}; {@link Json#NULL} if there was none
 * @param initialized whether it has sent {@code notifications/initialized}
 */
record HostVoice(boolean stateless, ClientProfile profile, Json initialize, boolean initialized) {

    static final ClientProfile UNNAMED = ClientProfile.of("mcp-oauth-bridge", BridgeVersion.current());

    /** A host that has said nothing yet. */
    static final HostVoice SILENT = new HostVoice(false, UNNAMED, Json.NULL, false);

    /** What is known after one more message. */
    HostVoice hear(JsonRpcMessage message) {
        if (Methods.is(message, Methods.INITIALIZED)) {
            return new HostVoice(stateless, profile, initialize, true);
        }
        if (message instanceof Request request && Methods.is(request, Methods.INITIALIZE)) {
            Json params = request.params();
            ClientProfile named = withoutTasks(profile(params.get("clientInfo"), params.get("capabilities")));
            return new HostVoice(false, named, params.isNull() ? Json.EMPTY_OBJECT : params, false);
        }
        if (isSilent() && message instanceof Request request && Methods.isStateless(request)) {
            ClientProfile named = profile(
                    request.params().at(MetaKeys.META, MetaKeys.CLIENT_INFO),
                    request.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES));
            return new HostVoice(true, named, Json.NULL, false);
        }
        return this;
    }

    private boolean isSilent() {
        return !stateless && !initialized && initialize.isNull();
    }

    /**
     * A host of the session era is not told of a task, so a server must not make one: whatever it declares, its calls are
     * answered by their results.
     */
    private static ClientProfile withoutTasks(ClientProfile host) {
        return new ClientProfile(host.clientInfo(), Extensions.withdraw(host.capabilities(), Extensions.TASKS));
    }

    private static ClientProfile profile(Optional<Json> clientInfo, Optional<Json> capabilities) {
        return new ClientProfile(
                clientInfo.filter(Json::isObject).orElse(UNNAMED.clientInfo()),
                capabilities.filter(Json::isObject).orElse(Json.EMPTY_OBJECT));
    }
}
