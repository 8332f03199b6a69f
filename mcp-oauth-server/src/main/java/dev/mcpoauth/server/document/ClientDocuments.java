package dev.mcpoauth.server.document;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT;
import static dev.mcpoauth.core.OAuthError.TEMPORARILY_UNAVAILABLE;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.client.ClientSource;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.MetadataRules;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.fetch.CachedDocuments;
import dev.mcpoauth.server.fetch.Fetches;
import dev.mcpoauth.server.fetch.Lookup;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.settings.DomainPolicy;
import java.time.Clock;
import java.util.Optional;

/**
 * Finds the clients whose id is the URL of their metadata document. What is wrong with a document is the client's fault and
 * refused; a host that does not answer is an outage, after which clients keep what they have. Thread-safe.
 */
public final class ClientDocuments implements ClientSource {
    private final DomainPolicy domains;
    private final boolean alsoPlain;
    private final CachedDocuments<RegisteredClient> documents;

    /**
     * Fetches documents.
     *
     * @param alsoPlain whether an id may use plain http, which only ever leads to a loopback host
     */
    public ClientDocuments(DomainPolicy domains, boolean alsoPlain, MetadataRules rules, Fetches fetches, Clock clock) {
        this.domains = domains;
        this.alsoPlain = alsoPlain;
        this.documents = new CachedDocuments<>(fetches, new ClientDocumentParser(rules), clock);
    }

    @Override
    public Optional<RegisteredClient> find(String clientId) {
        if (domains.isNone() || !ClientIdUrl.isMeant(clientId, alsoPlain)) {
            return Optional.empty();
        }
        ClientIdUrl id = ClientIdUrl.parse(clientId)
                .orElseThrow(() -> refuse(
                        ServerReasons.CLIENT_DOCUMENT_URL,
                        "this URL can not be a client_id: it needs a host and a path, and no user information, fragment"
                                + " or dot segments",
                        clientId));
        if (!domains.permits(id.host())) {
            throw refuse(
                    ServerReasons.CLIENT_DOCUMENT_DOMAIN, "applications of this domain are not allowed here", clientId);
        }
        return Optional.of(described(clientId, documents.get(id.url())));
    }

    private static RegisteredClient described(String clientId, Lookup<RegisteredClient> lookup) {
        if (lookup instanceof Lookup.Fresh<RegisteredClient> fresh) {
            return fresh.document();
        }
        if (lookup instanceof Lookup.Stale<RegisteredClient> stale) {
            return stale.document();
        }
        if (lookup instanceof Lookup.None<RegisteredClient> none) {
            throw refusal(clientId, none.failure())
                    .with("detail", none.failure().detail());
        }
        throw new IllegalStateException("a lookup finds or fails");
    }

    private static OAuthException refusal(String clientId, Lookup.Failure failure) {
        return switch (failure.problem()) {
            case UNUSABLE ->
                refuse(
                        ServerReasons.CLIENT_DOCUMENT_UNUSABLE,
                        "the client metadata document can not be used: " + failure.detail(),
                        clientId);
            case ADDRESS_REFUSED ->
                refuse(
                        ServerReasons.CLIENT_DOCUMENT_ADDRESS,
                        "the client metadata document can not be fetched",
                        clientId);
            case UNREACHABLE ->
                RetryAfter.with(
                                TEMPORARILY_UNAVAILABLE.because(
                                        ServerReasons.CLIENT_DOCUMENT_UNREACHABLE,
                                        "the client metadata document can not be fetched at the moment"),
                                failure.retryAfter())
                        .with("client_id", clientId);
            case LIMITED ->
                RetryAfter.because(
                                ServerReasons.CLIENT_DOCUMENT_LIMITED,
                                "too many client metadata documents are being fetched, try again later",
                                failure.retryAfter())
                        .with("client_id", clientId);
        };
    }

    private static OAuthException refuse(Reason reason, String description, String clientId) {
        return INVALID_CLIENT.because(reason, description).with("client_id", clientId);
    }
}
