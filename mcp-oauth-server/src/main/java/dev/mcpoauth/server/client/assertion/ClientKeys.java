package dev.mcpoauth.server.client.assertion;

import static dev.mcpoauth.core.OAuthError.TEMPORARILY_UNAVAILABLE;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.ClientKeySet;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.fetch.CachedDocuments;
import dev.mcpoauth.server.fetch.FetchProblem;
import dev.mcpoauth.server.fetch.Fetches;
import dev.mcpoauth.server.fetch.Lookup;
import dev.mcpoauth.server.fetch.UnusableResponseException;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * The keys of clients: as registered, or behind their {@code jwks_uri}, which is asked again when an assertion names a key
 * that was not there before, so that clients can rotate. Thread-safe.
 */
public final class ClientKeys {
    private final CachedDocuments<ClientKeySet> remote;

    /** Fetches what is behind a {@code jwks_uri}. */
    public ClientKeys(Fetches fetches, Clock clock) {
        this.remote = new CachedDocuments<>(fetches, ClientKeys::parse, clock);
    }

    private static ClientKeySet parse(URI url, byte[] body) throws UnusableResponseException {
        try {
            return ClientKeySet.parse(JsonObject.parse(body));
        } catch (MalformedJsonException e) {
            throw new UnusableResponseException("it is no JSON object");
        } catch (IllegalArgumentException e) {
            throw new UnusableResponseException(String.valueOf(e.getMessage()));
        }
    }

    void requireSignature(RegisteredClient client, CompactJws assertion, SignatureAlgorithm algorithm) {
        ClientKeySet keys = client.metadata()
                .object("jwks")
                .map(ClientKeySet::parse)
                .orElseGet(() -> fetched(client, assertion, algorithm));
        if (!keys.hasKeyFor(assertion, algorithm)) {
            throw AssertionRefusal.because(
                    ServerReasons.ASSERTION_KEY_UNKNOWN,
                    "the client has no key that this assertion could be signed with",
                    client,
                    assertion.header().string("kid"));
        }
        if (!keys.verifies(assertion, algorithm)) {
            throw AssertionRefusal.because(
                    ServerReasons.ASSERTION_SIGNATURE,
                    "the signature of the client assertion is wrong",
                    client,
                    Optional.empty());
        }
    }

    private ClientKeySet fetched(RegisteredClient client, CompactJws assertion, SignatureAlgorithm algorithm) {
        URI url = URI.create(client.metadata().string("jwks_uri").orElseThrow());
        ClientKeySet known = found(client, remote.get(url));
        return known.hasKeyFor(assertion, algorithm) ? known : found(client, remote.renewed(url));
    }

    private static ClientKeySet found(RegisteredClient client, Lookup<ClientKeySet> lookup) {
        if (lookup instanceof Lookup.Fresh<ClientKeySet> fresh) {
            return fresh.document();
        }
        if (lookup instanceof Lookup.Stale<ClientKeySet> stale) {
            return stale.document();
        }
        if (lookup instanceof Lookup.None<ClientKeySet> none) {
            throw refusal(client, none.failure()).with("detail", none.failure().detail());
        }
        throw new IllegalStateException("a lookup finds or fails");
    }

    private static OAuthException refusal(RegisteredClient client, Lookup.Failure failure) {
        boolean passing = failure.problem() == FetchProblem.UNREACHABLE || failure.problem() == FetchProblem.LIMITED;
        return passing
                ? RetryAfter.with(
                        TEMPORARILY_UNAVAILABLE
                                .because(
                                        ServerReasons.ASSERTION_KEYS_UNREACHABLE,
                                        "the client's keys can not be fetched at the moment")
                                .with("client_id", client.clientId()),
                        failure.retryAfter())
                : AssertionRefusal.because(
                        ServerReasons.ASSERTION_KEYS_UNUSABLE,
                        "the client's jwks_uri gives no key set",
                        client,
                        Optional.empty());
    }
}
