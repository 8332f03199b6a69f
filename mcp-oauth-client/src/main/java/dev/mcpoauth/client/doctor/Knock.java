package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Requests to the MCP endpoint, as a client would send them first: {@code server/discover} of the stateless era, and
 * {@code initialize} where the answer to it tells nothing.
 */
final class Knock {
    private static final int MOST_REDIRECTS = 3;

    private final Asking asking;
    private final Map<String, String> headers;

    /**
     * For one walk.
     *
     * @param headers what the user adds to each request
     */
    Knock(Asking asking, Map<String, String> headers) {
        this.asking = asking;
        this.headers = headers;
    }

    /**
     * What came of knocking.
     *
     * @param asked the last request
     * @param redirects how many redirects that stay on the origin were followed to there
     * @param elsewhere the origin to which a redirect leads that was not followed; empty if none does
     */
    record Answer(Asked asked, int redirects, String elsewhere) {

        boolean isUnauthorized() {
            return status() == 401;
        }

        /** Whether a server of MCP speaks to whom it does not know. */
        boolean isOpen() {
            return asked.reply().filter(Knock::isMcp).isPresent();
        }

        boolean isAnswered() {
            return asked.reply().isPresent();
        }

        int status() {
            return asked.reply().map(HttpReply::status).orElse(0);
        }
    }

    /** Without credentials. */
    Answer unannounced(URI server) throws InterruptedException {
        return with(server, headers);
    }

    /** With a token that nobody has issued. */
    Answer withToken(URI server, String token) throws InterruptedException {
        Map<String, String> all = withoutCredentials();
        all.put("Authorization", "Bearer " + token);
        return with(server, all);
    }

    /** As a page of another origin would, after its preflight, with credentials or without. */
    Answer fromPage(URI server, Map<String, String> credentials) throws InterruptedException {
        Map<String, String> all = credentials.isEmpty() ? new LinkedHashMap<>(headers) : withoutCredentials();
        all.putAll(credentials);
        all.put("Origin", CrossOrigin.PAGE);
        return with(server, all);
    }

    private Map<String, String> withoutCredentials() {
        Map<String, String> others = new LinkedHashMap<>(headers);
        others.keySet().removeIf("authorization"::equalsIgnoreCase);
        return others;
    }

    private Answer with(URI server, Map<String, String> all) throws InterruptedException {
        Answer answer = followed(discover(server, all), 0);
        boolean tellsNothing = !answer.isUnauthorized() && !answer.isOpen() && answer.status() / 100 == 4;
        if (!tellsNothing || answer.status() == 403) {
            return answer;
        }
        Answer older = followed(initialize(server, all), 0);
        older.asked().reply().ifPresent(reply -> end(server, reply, all));
        return older.isUnauthorized() || older.isOpen() ? older : answer;
    }

    /** A session that was opened by knocking is closed again. */
    private void end(URI server, HttpReply reply, Map<String, String> all) {
        Optional<String> session = reply.header(McpHeaders.SESSION_ID);
        if (session.isEmpty()) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>(all);
        fields.put(McpHeaders.SESSION_ID, session.get());
        fields.put(McpHeaders.PROTOCOL_VERSION, ProtocolVersion.LATEST_SESSION.wire());
        try {
            asking.ask(new HttpCall("DELETE", server, fields, ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer followed(HttpCall call, int redirects) throws InterruptedException {
        Asked asked = asking.ask(call);
        Optional<URI> location = asked.reply()
                .filter(reply -> reply.status() / 100 == 3)
                .flatMap(reply -> reply.header("location"))
                .flatMap(text -> resolved(call.uri(), text));
        if (location.isEmpty()) {
            return new Answer(asked, redirects, "");
        }
        if (!Shown.origin(location.get()).equals(Shown.origin(call.uri()))) {
            return new Answer(asked, redirects, Shown.origin(location.get()));
        }
        boolean keepsMethod = asked.reply()
                .filter(reply -> reply.status() == 307 || reply.status() == 308)
                .isPresent();
        return keepsMethod && redirects < MOST_REDIRECTS
                ? followed(new HttpCall(call.method(), location.get(), call.headers(), call.body()), redirects + 1)
                : new Answer(asked, redirects, "");
    }

    private static Optional<URI> resolved(URI base, String location) {
        try {
            return Optional.of(base.resolve(location)).filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static HttpCall discover(URI server, Map<String, String> headers) {
        Map<String, String> fields = fields(headers);
        fields.put(McpHeaders.PROTOCOL_VERSION, ProtocolVersion.LATEST.wire());
        fields.put(McpHeaders.METHOD, "server/discover");
        Json params = profile().stamp(Json.NULL, ProtocolVersion.LATEST);
        return new HttpCall("POST", server, fields, request("server/discover", params));
    }

    private static HttpCall initialize(URI server, Map<String, String> headers) {
        Json params = profile().initializeParams(ProtocolVersion.LATEST_SESSION);
        return new HttpCall("POST", server, fields(headers), request("initialize", params));
    }

    static ClientProfile profile() {
        return ClientProfile.of("mcp-oauth-doctor", "1");
    }

    private static Map<String, String> fields(Map<String, String> headers) {
        Map<String, String> fields = new LinkedHashMap<>(headers);
        fields.put("Content-Type", "application/json");
        fields.put("Accept", "application/json, text/event-stream");
        return fields;
    }

    private static String request(String method, Json params) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("id", "doctor")
                .put("method", method)
                .put("params", params)
                .build()
                .toString();
    }

    /** A success that is JSON-RPC or a stream of it. A page of HTML is none, whatever its status. */
    private static boolean isMcp(HttpReply reply) {
        String type = reply.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!reply.isSuccess()) {
            return false;
        }
        return type.startsWith("text/event-stream") || isJsonRpc(reply);
    }

    static boolean isJsonRpc(HttpReply reply) {
        try {
            return Json.parse(reply.body()).string("jsonrpc").isPresent();
        } catch (JsonException e) {
            return false;
        }
    }
}
