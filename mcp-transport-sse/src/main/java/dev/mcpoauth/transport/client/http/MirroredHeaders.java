package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.HeaderValue;
import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that repeat what the body says (2026-07-28, "Request Metadata"). */
final class MirroredHeaders {

    private MirroredHeaders() {}

    static Map<String, String> of(JsonRpcMessage message, ProtocolVersion version, KnownTools tools) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(McpHeaders.PROTOCOL_VERSION, version.wire());
        if (message instanceof Request request) {
            request.params()
                    .at(MetaKeys.META, MetaKeys.PROTOCOL_VERSION)
                    .flatMap(v -> v.asString())
                    .ifPresent(own -> headers.put(McpHeaders.PROTOCOL_VERSION, own));
            headers.put(McpHeaders.METHOD, request.method());
            RequestTarget.of(request).ifPresent(name -> headers.put(McpHeaders.NAME, HeaderValue.encode(name)));
            if (Methods.is(request, Methods.TOOLS_CALL)) headers.putAll(tools.headers(request.params()));
        }
        if (message instanceof Notification notification) headers.put(McpHeaders.METHOD, notification.method());
        return headers;
    }
}
