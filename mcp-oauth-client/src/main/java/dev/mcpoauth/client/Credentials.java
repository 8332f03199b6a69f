package dev.mcpoauth.client;

import dev.mcpoauth.client.grant.TokenOwner;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The stored tokens of one user at one MCP server. Which key they are under is a document of its own, since the server's
 * URL alone does not tell the issuer: it is written last, so that a process killed in between leaves tokens nobody uses
 * and not a reference to nothing.
 */
final class Credentials {
    private final CredentialStore store;
    private final TokenOwner owner;
    private final String subject;
    private final String binding;

    Credentials(CredentialStore store, URI server, String subject) {
        this.store = store;
        this.owner = new TokenOwner(server, subject);
        this.subject = subject;
        this.binding = String.join("\n", "server", server.toString(), subject);
    }

    /** Whose tokens they are. */
    TokenOwner owner() {
        return owner;
    }

    /** One sign-in at a time for this server and user, in all processes. */
    <T> T whileSigningIn(Duration patience, CredentialStore.Guarded<T> action)
            throws IOException, InterruptedException {
        return store.withLock(binding, patience, action);
    }

    /** One refresh at a time for these tokens, in all processes. */
    <T> T whileRefreshing(StoredTokens tokens, Duration patience, CredentialStore.Guarded<T> action)
            throws IOException, InterruptedException {
        return store.withLock(tokens.key(subject).document(), patience, action);
    }

    /** The tokens as they are now. */
    Optional<StoredTokens> load() throws IOException {
        Optional<String> document = store.load(binding).string("tokens");
        return document.isEmpty() ? Optional.empty() : StoredTokens.read(store.load(document.get()));
    }

    /** Makes these the tokens of the server, whatever was there. Tokens of an issuer that it no longer has are removed. */
    void save(StoredTokens tokens) throws IOException {
        String document = tokens.key(subject).document();
        set(document, tokens.json());
        Optional<String> before = store.load(binding).string("tokens");
        set(binding, JsonObject.builder().put("tokens", document).build());
        if (before.isPresent() && !before.get().equals(document)) {
            set(before.get(), JsonObject.EMPTY);
        }
    }

    private void set(String document, JsonObject next) throws IOException {
        while (!store.compareAndSet(document, store.load(document), next)) {
            // Somebody wrote in between; this is the newer word all the same.
        }
    }

    /** Replaces tokens that are still as they were read. */
    boolean replace(StoredTokens before, StoredTokens after) throws IOException {
        return store.compareAndSet(before.key(subject).document(), before.json(), after.json());
    }

    /** Removes tokens that are still as they were read. */
    boolean remove(StoredTokens tokens) throws IOException {
        return store.compareAndSet(tokens.key(subject).document(), tokens.json(), JsonObject.EMPTY);
    }
}
