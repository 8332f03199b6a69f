package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.server.login.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps pending requests, each under its own handle, so that several sign-ins in one browser do not cross; and the nonces
 * of the forms rendered for them, each good for one submission.
 */
final class PendingRequests {
    private final TransactionStore store;
    private final Handles handles;
    private final Duration life;

    PendingRequests(TransactionStore store, Handles handles, Duration life) {
        this.store = store;
        this.handles = handles;
        this.life = life;
    }

    PendingRequest begin(AuthorizationRequest request, String browser, Optional<Subject> person, Instant now) {
        String handle = handles.generate();
        OpaqueBytes payload = PendingRequest.payload(request, handles.browser(browser), person);
        TransactionRecord record = TransactionRecord.begun(handles.request(handle), now, now.plus(life), payload);
        store.put(record);
        return PendingRequest.read(handle, record);
    }

    Optional<PendingRequest> find(String handle, Instant now) {
        return store.get(handles.request(handle), now).map(record -> PendingRequest.read(handle, record));
    }

    /** Ends the request: for one caller, once. */
    boolean take(PendingRequest pending, Instant now) {
        return store.take(pending.record().id(), now).isPresent();
    }

    /** Notes who signed in, unless the request went on meanwhile. */
    boolean signIn(PendingRequest pending, Optional<Subject> person, Instant now) {
        return store.advance(pending.with(person), pending.record().version(), now);
    }

    String issueNonce(PendingRequest pending, Instant now) {
        String nonce = handles.generate();
        OpaqueBytes owner = OpaqueBytes.of(pending.record().id().toByteArray());
        store.put(TransactionRecord.begun(
                handles.nonce(nonce), now, pending.record().expiresAt(), owner));
        return nonce;
    }

    /** Spends a nonce; whether it was one of this request. */
    boolean spendNonce(PendingRequest pending, String nonce, Instant now) {
        return store.take(handles.nonce(nonce), now)
                .map(record -> TokenHash.of(record.payload().toByteArray()))
                .filter(pending.record().id()::equals)
                .isPresent();
    }
}
