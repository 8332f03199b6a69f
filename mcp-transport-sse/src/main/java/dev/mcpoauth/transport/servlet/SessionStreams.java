package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import dev.mcpoauth.transport.sse.SseEncoder;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves GET and DELETE of the session era: the stream of a session, the rest of a lost one, and the end. */
final class SessionStreams {

    private static final Pattern EVENT_ID = Pattern.compile("(_?[0-9a-z]{1,13}(?:-[0-9a-z]{1,7})?)\\.([0-9]{1,18})");

    private final McpServer server;
    private final McpServletSettings settings;
    private final Connections connections;
    private final SessionPosts posts;
    private final Sessions sessions;
    private final Optional<SseEra> sse;
    private final Node node;
    private final Followers followers;

    SessionStreams(
            McpServer server,
            McpServletSettings settings,
            Connections connections,
            SessionPosts posts,
            Sessions sessions,
            Optional<SseEra> sse,
            Node node,
            Followers followers) {
        this.server = server;
        this.node = node;
        this.followers = followers;
        this.sse = sse;
        this.settings = settings;
        this.connections = connections;
        this.posts = posts;
        this.sessions = sessions;
    }

    void get(Exchange exchange) {
        requireSessionEra(exchange);
        Headers.requireAccept(exchange.request(), SseEncoder.MEDIA_TYPE);
        boolean unnamed = exchange.header(McpHeaders.SESSION_ID).isEmpty();
        if (sse.isPresent() && unnamed) {
            sse.get().open(exchange);
            return;
        }
        McpSession session = posts.require(exchange);
        Optional<String> last = exchange.header(McpHeaders.LAST_EVENT_ID);
        if (last.isPresent()) resume(exchange, session, last.get());
        else listen(exchange, session);
    }

    void delete(Exchange exchange) {
        requireSessionEra(exchange);
        sessions.close(posts.require(exchange));
        exchange.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    // The stateless era has only POST, and its clients should hear so.
    private void requireSessionEra(Exchange exchange) {
        boolean stateless = exchange.header(McpHeaders.PROTOCOL_VERSION)
                .flatMap(ProtocolVersion::parse)
                .filter(version -> version.era() == Era.STATELESS)
                .isPresent();
        boolean unnamed = exchange.header(McpHeaders.SESSION_ID).isEmpty();
        if (!server.hasSessions() || (stateless && unnamed)) {
            throw Refusal.METHOD_NOT_ALLOWED.exception();
        }
    }

    private void listen(Exchange exchange, McpSession session) {
        Outbound outbound = connections.open(exchange);
        Headers.eventStream(exchange.response());
        session.openStandalone().attach(outbound, settings.retry);
    }

    private void resume(Exchange exchange, McpSession session, String lastEventId) {
        Matcher id = EVENT_ID.matcher(lastEventId);
        if (!id.matches()) throw Refusal.STREAM_UNKNOWN_EVENT.exception();
        StreamKey key = new StreamKey(session.key(), id.group(1));
        long after = Long.parseLong(id.group(2));
        if (node.writes(key)) resume(exchange, session, key, after);
        else followers.resume(exchange, session, key, after);
    }

    private void resume(Exchange exchange, McpSession session, StreamKey key, long after) {
        MessageStream stream = session.stream(key.stream()).orElseThrow(Refusal.STREAM_UNKNOWN_EVENT::exception);
        if (!stream.canResume(after)) throw Refusal.STREAM_UNKNOWN_EVENT.exception();
        Outbound outbound = connections.open(exchange);
        Headers.eventStream(exchange.response());
        // Events may have been dropped since the check: then the stream ends at once, and the client starts anew.
        if (!stream.resume(outbound, after, settings.retry)) outbound.finish();
        if (session.isShared()) node.peers().ifPresent(peers -> peers.follows(key));
    }
}
