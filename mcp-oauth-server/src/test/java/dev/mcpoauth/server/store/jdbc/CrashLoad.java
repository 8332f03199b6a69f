package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Samples;
import java.util.function.Consumer;

/**
 * One thread of the load: signs people in and refreshes their tokens until the store fails. Notes each verb before it asks and
 * again when it was told that it is done.
 */
final class CrashLoad implements Runnable {
    private static final int ROTATIONS = 4;

    private final OAuthStore store;
    private final Consumer<CrashNote> notes;

    CrashLoad(OAuthStore store, Consumer<CrashNote> notes) {
        this.store = store;
        this.notes = notes;
    }

    @Override
    public void run() {
        try {
            while (true) {
                register();
                signIn();
                signInPage();
                tell("seen", this::seeOnce, Samples.hash());
            }
        } catch (StoreException e) {
            // The crash.
            return;
        }
    }

    private void tell(String verb, Consumer<TokenHash> action, TokenHash key) {
        notes.accept(CrashNote.asked(verb, key.encoded()));
        action.accept(key);
        notes.accept(CrashNote.told(verb, key.encoded()));
    }

    private void tell(Transition transition) {
        notes.accept(CrashNote.asked(transition));
        transition.run(store);
        notes.accept(CrashNote.told(transition));
    }

    private void register() {
        tell(
                "registered",
                key -> store.clients()
                        .registerIfAbsent(
                                key.encoded(),
                                ClientRecord.registered(
                                        key.encoded(), Transition.T0, Transition.END, OpaqueBytes.empty()),
                                RegistrationLimits.UNLIMITED),
                Samples.hash());
    }

    private void signIn() {
        Redemption redemption = Redemption.prepared(store);
        tell(redemption);
        Rotation rotation = redemption.next();
        for (int i = 0; i < ROTATIONS; i++) {
            tell(rotation);
            rotation = rotation.next();
        }
        tell(
                "revoked",
                key -> store.grants().revoke(key.encoded(), RevokeReason.OPERATOR, Transition.T0),
                TokenHash.parse(redemption.grant()));
    }

    private void signInPage() {
        TokenHash id = Samples.hash();
        store.transactions().put(TransactionRecord.begun(id, Transition.T0, Transition.END, OpaqueBytes.empty()));
        tell("taken", key -> store.transactions().take(key, Transition.T0), id);
    }

    private void seeOnce(TokenHash key) {
        store.replay().putIfAbsent(ReplayScope.DPOP, key, Transition.T0, Transition.END);
    }
}
