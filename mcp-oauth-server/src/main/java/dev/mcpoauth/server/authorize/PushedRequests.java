package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.ParameterRules;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps pushed authorization requests under their {@code request_uri} (RFC 9126 §2.2): for a short time, for the client that
 * pushed, for one use.
 */
final class PushedRequests {
    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    private final TransactionStore store;
    private final Handles handles;
    private final Duration life;

    PushedRequests(TransactionStore store, Handles handles, Duration life) {
        this.store = store;
        this.handles = handles;
        this.life = life;
    }

    Duration life() {
        return life;
    }

    /** Keeps the parameters; returns the {@code request_uri}. */
    String push(String clientId, Parameters request, Instant now) {
        String handle = handles.generate();
        OpaqueBytes payload = OpaqueBytes.of(JsonObject.builder()
                .put("client_id", clientId)
                .put("request", request.encode())
                .build()
                .toBytes());
        store.put(TransactionRecord.begun(handles.pushed(handle), now, now.plus(life), payload));
        return PREFIX + handle;
    }

    /** Whether an authorization request is one that refers to what was pushed. */
    static boolean isMeant(Parameters query) {
        return query.value("request_uri").filter(uri -> uri.startsWith(PREFIX)).isPresent();
    }

    /**
     * The parameters that were pushed, for the first who asks on behalf of the client that pushed them. Whoever asks for
     * another client learns nothing and spends nothing.
     */
    Parameters take(Parameters query, Instant now) {
        String handle = query.value("request_uri").orElseThrow().substring(PREFIX.length());
        TokenHash id = handles.pushed(handle);
        JsonObject pushed = store.get(id, now).map(PushedRequests::read).orElseThrow(PushedRequests::unknown);
        if (!query.value("client_id").equals(pushed.string("client_id"))) {
            throw refuse(ServerReasons.PUSHED_OTHER_CLIENT);
        }
        if (store.take(id, now).isEmpty()) {
            throw unknown();
        }
        String request = pushed.string("request").orElseThrow();
        return ParameterRules.defaults()
                .withMaxLength(Math.max(1, request.length()))
                .parse(request);
    }

    private static JsonObject read(TransactionRecord record) {
        return JsonObject.parse(record.payload().toByteArray());
    }

    private static OAuthException unknown() {
        return refuse(ServerReasons.PUSHED_UNKNOWN);
    }

    private static OAuthException refuse(Reason reason) {
        return INVALID_REQUEST.because(
                reason, "This sign-in was begun already or waited too long. Start again in the application.");
    }
}
