package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.internal.serving.StatelessMeta;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonReader;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.sse.SseEncoder;
import java.util.Optional;

/**
 * Reads a POST and decides which era serves it: metadata in the body means stateless, {@code initialize} opens a session,
 * a session id continues one (2026-07-28, Versioning, "Backward Compatibility").
 */
final class Posts {

    private final Bodies bodies;
    private final boolean hasSessions;
    private final JsonRpcCodec codec;
    private final StatelessPosts stateless;
    private final SessionPosts sessions;
    private final Optional<SseEra> sse;

    Posts(
            McpServletSettings settings,
            Bodies bodies,
            StatelessPosts stateless,
            SessionPosts sessions,
            Optional<SseEra> sse) {
        this.sse = sse;
        this.bodies = bodies;
        this.codec = new JsonRpcCodec(JsonReader.of(settings.maxBodyBytes, settings.maxJsonDepth));
        this.stateless = stateless;
        this.sessions = sessions;
        this.hasSessions = sessions.areServed();
    }

    void serve(Exchange exchange) {
        Headers.requireJsonBody(exchange.request());
        Optional<String> connection = sse.flatMap(era -> sseConnection(exchange));
        if (connection.isPresent()) {
            bodies.read(exchange, body -> sse.orElseThrow().post(exchange, connection.get(), message(parse(body))));
            return;
        }
        Headers.requireAccept(exchange.request(), Headers.JSON, SseEncoder.MEDIA_TYPE);
        bodies.read(exchange, body -> serve(exchange, parse(body)));
    }

    private void serve(Exchange exchange, Json body) {
        if (body.isArray()) {
            if (!hasSessions) throw Refusal.BATCH_NOT_SUPPORTED.exception();
            sessions.serveBatch(exchange, body);
            return;
        }
        JsonRpcMessage message = message(body);
        try {
            dispatch(exchange, message);
        } catch (RefusalException e) {
            throw message instanceof Request request ? e.of(request.id()) : e;
        }
    }

    /** The connection that a POST of the SSE era names; only the query is looked at, so that the body stays unread. */
    private static Optional<String> sseConnection(Exchange exchange) {
        String prefix = SseEra.PARAMETER + "=";
        return Optional.ofNullable(exchange.request().getQueryString())
                .filter(query -> query.startsWith(prefix))
                .map(query -> query.substring(prefix.length()));
    }

    private void dispatch(Exchange exchange, JsonRpcMessage message) {
        Optional<ProtocolVersion> version = headerVersion(exchange);
        if (StatelessMeta.isIn(message)) stateless.serve(exchange, message);
        else if (message instanceof Request request && request.method().equals("initialize")) {
            sessions.initialize(exchange, request);
        } else if (hasSessions && exchange.header(McpHeaders.SESSION_ID).isPresent()) sessions.serve(exchange, message);
        else if (version.filter(v -> v.era() == Era.STATELESS).isPresent()) stateless.serve(exchange, message);
        else {
            sessions.requireKnownVersion(exchange);
            if (!hasSessions) throw Refusal.HEADER_MISMATCH.because(McpHeaders.PROTOCOL_VERSION);
            throw Refusal.SESSION_MISSING.exception();
        }
    }

    /** The revision that the header names, if there is a header. A body that names one itself has the say about it. */
    private static Optional<ProtocolVersion> headerVersion(Exchange exchange) {
        return exchange.header(McpHeaders.PROTOCOL_VERSION).flatMap(ProtocolVersion::parse);
    }

    private Json parse(byte[] body) {
        try {
            return codec.readJson(body);
        } catch (JsonRpcException e) {
            throw Refusal.MALFORMED_JSON.because(String.valueOf(e.getMessage()).replace("Parse error: ", ""));
        }
    }

    static JsonRpcMessage message(Json json) {
        try {
            return JsonRpcMessage.parse(json);
        } catch (JsonRpcException e) {
            throw Refusal.INVALID_MESSAGE
                    .because(String.valueOf(e.getMessage()))
                    .of(e.id());
        }
    }
}
