package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows the host where its user has to sign in: in its log, and as a question by URL where it can open one and no
 * browser was opened (2025-11-25, "URL Mode Elicitation"). Guarded by the uplink.
 */
final class SignInDesk {
    private static final String PREFIX = "mcp-oauth-bridge-sign-in-";

    private final Host host;
    private Optional<SignInNotice> notice = Optional.empty();
    private Optional<String> asked = Optional.empty();

    SignInDesk(Host host) {
        this.host = host;
    }

    void open(SignInNotice pending) {
        withdraw();
        notice = Optional.of(pending);
    }

    Optional<SignInNotice> notice() {
        return notice;
    }

    /** Keeps nothing of a notice that others follow up. */
    void forget() {
        notice = Optional.empty();
        asked = Optional.empty();
    }

    /** A host of the stateless era gets log messages with requests that ask for them, others unasked. */
    void log(HostVoice voice, boolean wanted) {
        if (!voice.stateless() || wanted) {
            notice.ifPresent(pending -> log("warning", pending.text()));
        }
    }

    private void log(String level, String text) {
        Json params = Json.object()
                .put("level", level)
                .put("logger", "mcp-oauth-bridge")
                .put("data", text)
                .build();
        host.tell(new Notification(Methods.MESSAGE, params));
    }

    /** Asks a host that may be asked by now, once. */
    void tell(HostVoice voice) {
        boolean can = voice.initialized()
                && voice.profile().capabilities().at("elicitation", "url").isPresent();
        if (can && asked.isEmpty()) {
            notice.filter(pending -> !pending.browserOpened()).ifPresent(this::ask);
        }
    }

    private void ask(SignInNotice pending) {
        String id = UUID.randomUUID().toString();
        asked = Optional.of(id);
        Json params = Json.object()
                .put("mode", "url")
                .put("message", "Sign in to use this server.")
                .put("url", pending.url().toString())
                .put("elicitationId", id)
                .build();
        host.tell(new Request(RequestId.of(PREFIX + id), "elicitation/create", params));
    }

    /** Whether this answers a question from here. What the user does shows elsewhere. */
    boolean takes(JsonRpcMessage message) {
        Optional<RequestId> id = message instanceof Response response
                ? Optional.of(response.id())
                : message instanceof ErrorResponse refused ? Optional.of(refused.id()) : Optional.empty();
        return id.flatMap(known -> known.value().asString())
                .filter(text -> text.startsWith(PREFIX))
                .isPresent();
    }

    /** The user has signed in. */
    void done() {
        asked.ifPresent(id -> host.tell(new Notification(
                "notifications/elicitation/complete",
                Json.object().put("elicitationId", id).build())));
        forget();
    }

    /** There is nothing to sign in for any more. */
    void failed(Optional<String> why) {
        withdraw();
        notice = Optional.empty();
        why.ifPresent(text -> log("error", text));
    }

    private void withdraw() {
        asked.ifPresent(id -> host.tell(Methods.cancellation(RequestId.of(PREFIX + id), "the sign-in has ended")));
        asked = Optional.empty();
    }
}
