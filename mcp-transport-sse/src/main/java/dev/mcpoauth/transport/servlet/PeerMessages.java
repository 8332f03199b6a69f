package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.shared.SharedStateException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what other nodes say about sessions. Called by one thread at a time, in the order in which it was said. */
final class PeerMessages {

    private static final Logger LOGGER = LoggerFactory.getLogger(PeerMessages.class);

    private final Node node;
    private final Peers peers;
    private final Sessions sessions;
    private final Followers followers;

    PeerMessages(Node node, Peers peers, Sessions sessions, Followers followers) {
        this.node = node;
        this.peers = peers;
        this.sessions = sessions;
        this.followers = followers;
    }

    /** Hears a message of the bus, which may be about something else. */
    void hear(String text) {
        Optional<PeerMessage> message = PeerMessage.parse(text);
        try {
            message.ifPresent(this::act);
        } catch (SharedStateException e) {
            LOGGER.debug("put off to the next heartbeat", e);
        } catch (RuntimeException e) {
            LOGGER.error("a message of another node failed ({})", message.map(PeerMessage::kind), e);
        }
    }

    private void act(PeerMessage message) {
        boolean own = message.node().equals(node.name());
        switch (message.kind()) {
            // Heard by the sender as well: the order of these decides who tells changes.
            case LISTENING ->
                sessions.find(message.session()).ifPresent(session -> session.listensOn(message.stream().stream()));
            case NEWS -> followers.news(message.stream(), message.at());
            default -> {
                if (!own) actOnOthers(message);
            }
        }
    }

    private void actOnOthers(PeerMessage message) {
        Optional<McpSession> session = sessions.find(message.session());
        switch (message.kind()) {
            case CLOSED -> {
                sessions.forget(message.session());
                followers.endSession(message.session());
            }
            case CHANGED -> session.ifPresent(known -> sessions.refresh(peers, known.key()));
            case CANCELLED -> session.ifPresent(known -> known.cancelHere(new RequestId(message.value())));
            case ANSWERED -> session.ifPresent(known -> answer(known, message));
            case FOLLOWS -> {
                followers.end(message.stream());
                session.ifPresent(known -> known.followed(message.stream(), peers));
            }
            default -> LOGGER.debug("nothing to do for {}", message.kind());
        }
    }

    private static void answer(McpSession session, PeerMessage message) {
        try {
            JsonRpcMessage answer = JsonRpcMessage.parse(message.value());
            if (answer instanceof Response response) session.answerHere(response.id(), response);
            else if (answer instanceof ErrorResponse error) session.answerHere(error.id(), error);
        } catch (JsonRpcException e) {
            LOGGER.debug("another node handed on what is no answer", e);
        }
    }
}
