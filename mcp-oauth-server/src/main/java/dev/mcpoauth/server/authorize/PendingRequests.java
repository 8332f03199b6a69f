package dev.mcpoauth.server.authorize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps pending requests, each under its own handle, so that several sign-ins in one browser do not cross. The nonce of a
 * form follows from the version of its request, and a submission advances that: each is good for one, and showing a page
 * stores nothing.
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

    PendingRequest begin(Waiting request, String browser, Optional<SignIn> person, Instant now) {
        String handle = handles.generate();
        OpaqueBytes payload =
                PendingRequest.payload(handle, request, handles.browser(browser), person, false, handles.seal());
        TransactionRecord record = TransactionRecord.begun(handles.request(handle), now, now.plus(life), payload);
        store.put(record);
        return PendingRequest.read(handle, record, handles.seal());
    }

    Optional<PendingRequest> find(String handle, Instant now) {
        return store.get(handles.request(handle), now)
                .map(record -> PendingRequest.read(handle, record, handles.seal()));
    }

    /** Ends the request: for one caller, once. */
    boolean take(PendingRequest pending, Instant now) {
        return store.take(pending.record().id(), now).isPresent();
    }

    /** Notes who signed in, unless the request went on meanwhile. */
    boolean signIn(PendingRequest pending, Optional<SignIn> person, Instant now) {
        return store.advance(
                pending.with(person, handles.seal()), pending.record().version(), now);
    }

    /** Lets somebody else sign in, unless the request went on meanwhile. */
    boolean switchAccount(PendingRequest pending, Instant now) {
        return store.advance(
                pending.withAnotherAccount(handles.seal()), pending.record().version(), now);
    }

    /** The nonce of the forms of this request as it stands, in the browser of this cookie. */
    String nonce(PendingRequest pending, String browser) {
        return handles.nonce(browser, pending.handle(), pending.record().version());
    }

    /** Spends a nonce: the request as it goes on, unless the nonce is of another form or another submission was first. */
    Optional<PendingRequest> spendNonce(PendingRequest pending, String browser, String nonce, Instant now) {
        boolean current = MessageDigest.isEqual(nonce(pending, browser).getBytes(UTF_8), nonce.getBytes(UTF_8));
        return current && store.advance(pending.record(), pending.record().version(), now)
                ? Optional.of(pending.advanced())
                : Optional.empty();
    }
}
