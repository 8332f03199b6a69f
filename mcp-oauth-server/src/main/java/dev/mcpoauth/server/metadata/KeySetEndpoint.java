package dev.mcpoauth.server.metadata;

import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.key.KeyRing;

/** The public keys (RFC 8414 §2 {@code jwks_uri}), as they are when somebody asks. */
public final class KeySetEndpoint implements Endpoint {
    private final KeyRing keys;

    /** Publishes the keys of this ring. */
    public KeySetEndpoint(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        return WebResponse.json(200, keys.published(exchange.now()))
                .replacing("Content-Type", "application/jwk-set+json")
                .cacheable(MetadataDocuments.CACHED);
    }
}
