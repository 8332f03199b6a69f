package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who is signed in, per browser, so that a step-up asks for consent only. Each sign-in has a handle of its own. */
final class SignIns {
    private final TransactionStore store;
    private final Handles handles;
    private final Duration life;

    SignIns(TransactionStore store, Handles handles, Duration life) {
        this.store = store;
        this.handles = handles;
        this.life = life;
    }

    /** The handle for the cookie; empty if sign-ins are not kept. */
    Optional<String> begin(SignIn signIn, Instant now) {
        if (life.isZero()) {
            return Optional.empty();
        }
        String handle = handles.generate();
        JsonObject.Builder json = JsonObject.builder();
        signIn.afterwards().write(json, handles.seal(), handle);
        OpaqueBytes payload = OpaqueBytes.of(json.build().toBytes());
        store.put(TransactionRecord.begun(handles.signIn(handle), now, now.plus(life), payload));
        return Optional.of(handle);
    }

    Optional<SignIn> find(Optional<String> handle, Instant now) {
        return handle.flatMap(value -> store.get(handles.signIn(value), now)
                .flatMap(record ->
                        SignIn.read(JsonObject.parse(record.payload().toByteArray()), handles.seal(), value)));
    }

    /** Who is signed in for another grant; nobody where the sign-in was good for one. */
    Optional<SignIn> findForGrant(Optional<String> handle, Instant now) {
        return find(handle, now).filter(signIn -> !signIn.once());
    }

    void end(Optional<String> handle, Instant now) {
        handle.ifPresent(value -> store.take(handles.signIn(value), now));
    }

    Duration life() {
        return life;
    }
}
