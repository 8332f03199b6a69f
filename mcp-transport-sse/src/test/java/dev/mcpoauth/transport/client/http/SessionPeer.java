package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.http.ScriptedServer.Received;
import dev.mcpoauth.transport.client.http.ScriptedServer.Reply;
import dev.mcpoauth.transport.client.http.ScriptedServer.Script;
import java.util.concurrent.atomic.AtomicInteger;

/** The boring part of a session-era server: opens sessions, takes notifications, has no GET stream. */
final class SessionPeer implements Script {

    static final String INITIALIZE_RESULT =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{\"name\":\"peer\",\"version\":\"1\"}}";

    private final AtomicInteger sessions = new AtomicInteger();
    private final Script rest;

    SessionPeer(Script rest) {
        this.rest = rest;
    }

    @Override
    public void answer(Received request, Reply reply) throws Exception {
        switch (request.rpcMethod()) {
            case "initialize" -> {
                reply.header("Mcp-Session-Id", "s" + sessions.incrementAndGet());
                reply.result(request.id(), INITIALIZE_RESULT);
            }
            case "notifications/initialized" -> reply.status(202);
            default -> rest.answer(request, reply);
        }
    }

    /** Answers what is no POST: no stream, and the session may go. */
    static boolean handledGetOrDelete(Received request, Reply reply) throws Exception {
        if (request.method().equals("POST")) return false;
        reply.status(request.method().equals("GET") ? 405 : 200);
        return true;
    }
}
