package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.server.upstream.UpstreamAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Keeps sign-ins at providers, each under the hash of its {@code state}, for one answer. What an answer needs is sealed under the
 * state, so that the store alone can neither answer for a provider nor find the request that waits.
 */
final class UpstreamAttempts {
    private final TransactionStore store;
    private final Handles handles;

    UpstreamAttempts(TransactionStore store, Handles handles) {
        this.store = store;
        this.handles = handles;
    }

    /**
     * An attempt as it is kept.
     *
     * @param provider who was asked
     * @param transaction the handle of the request that waits
     * @param browser hash of the cookie of the browser that was sent
     */
    record Kept(String provider, String transaction, TokenHash browser, UpstreamAttempt attempt) {
        /** Neither handle nor attempt. */
        @Override
        public String toString() {
            return "Kept[" + provider + "]";
        }
    }

    UpstreamAttempt begin(PendingRequest pending, String provider, Instant now) {
        UpstreamAttempt attempt =
                new UpstreamAttempt(handles.generate(), handles.generate(), CodeVerifier.of(handles.generate()));
        JsonObject secrets = JsonObject.builder()
                .put("txn", pending.handle())
                .put("nonce", attempt.nonce())
                .put("verifier", attempt.verifier().reveal())
                .build();
        OpaqueBytes sealed = handles.attempts().seal(attempt.state(), provider, secrets.toBytes());
        JsonObject row = JsonObject.builder()
                .put("provider", provider)
                .put("browser", pending.browser().encoded())
                .put("sealed", Base64.getUrlEncoder().encodeToString(sealed.toByteArray()))
                .build();
        store.put(TransactionRecord.begun(
                handles.upstream(attempt.state()), now, pending.record().expiresAt(), OpaqueBytes.of(row.toBytes())));
        return attempt;
    }

    Optional<Kept> find(String state, Instant now) {
        return store.get(handles.upstream(state), now).flatMap(record -> read(state, record));
    }

    /** Spends it: true for one caller. */
    boolean take(String state, Instant now) {
        return store.take(handles.upstream(state), now).isPresent();
    }

    private Optional<Kept> read(String state, TransactionRecord record) {
        JsonObject row = JsonObject.parse(record.payload().toByteArray());
        String provider = row.string("provider").orElseThrow();
        OpaqueBytes sealed = OpaqueBytes.of(
                Base64.getUrlDecoder().decode(row.string("sealed").orElseThrow()));
        return handles.attempts().open(state, provider, sealed).map(bytes -> {
            JsonObject secrets = JsonObject.parse(new String(bytes, StandardCharsets.UTF_8));
            return new Kept(
                    provider,
                    secrets.string("txn").orElseThrow(),
                    TokenHash.parse(row.string("browser").orElseThrow()),
                    new UpstreamAttempt(
                            state,
                            secrets.string("nonce").orElseThrow(),
                            CodeVerifier.of(secrets.string("verifier").orElseThrow())));
        });
    }
}
