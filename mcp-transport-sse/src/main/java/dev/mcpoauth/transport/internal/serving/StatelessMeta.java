package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.McpServer;

/** What each request of the stateless era says about itself in {@code _meta} (2026-07-28, Base Protocol, "_meta"). */
public final class StatelessMeta {

    private StatelessMeta() {}

    /** Whether a message is of the stateless era: that is told by its metadata alone. */
    public static boolean isIn(JsonRpcMessage message) {
        Json params = Json.NULL;
        if (message instanceof Request request) params = request.params();
        if (message instanceof Notification notification) params = notification.params();
        return params.at(MetaKeys.META, MetaKeys.PROTOCOL_VERSION).isPresent();
    }

    /**
     * The revision that a request claims to be of.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if it claims none
     */
    public static String claimedVersion(Request request) {
        return request.params()
                .get(MetaKeys.META)
                .orElse(Json.NULL)
                .string(MetaKeys.PROTOCOL_VERSION)
                .orElseThrow(Refusal.META_MISSING::exception);
    }

    /**
     * The revision of this name.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if the server does not speak it without a session
     */
    public static ProtocolVersion version(McpServer server, String claimed) {
        return ProtocolVersion.parse(claimed)
                .filter(v -> v.era() == Era.STATELESS && server.versions().contains(v))
                .orElseThrow(() -> server.unsupported(claimed));
    }

    /**
     * Refuses a request that does not say what its client can do.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if it does not
     */
    public static void requireCapabilities(Request request) {
        if (!capabilities(request).isObject()) throw Refusal.META_MISSING.exception();
    }

    /** What the client can do, where that was required. */
    public static Json capabilities(Request request) {
        return request.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES).orElse(Json.NULL);
    }
}
