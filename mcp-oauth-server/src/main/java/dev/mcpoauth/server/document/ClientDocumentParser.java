package dev.mcpoauth.server.document;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.ClientKeySet;
import dev.mcpoauth.server.client.metadata.MetadataRules;
import dev.mcpoauth.server.fetch.DocumentParser;
import dev.mcpoauth.server.fetch.UnusableResponseException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The rules for a client metadata document (OAuth Client ID Metadata Document §4, §4.1) on top of those for all metadata. */
final class ClientDocumentParser implements DocumentParser<RegisteredClient> {
    private static final List<String> SECRETS = List.of("client_secret", "client_secret_expires_at");

    private final MetadataRules rules;

    ClientDocumentParser(MetadataRules rules) {
        this.rules = rules;
    }

    @Override
    public RegisteredClient parse(URI url, byte[] body) throws UnusableResponseException {
        JsonObject document = json(body);
        if (!document.string("client_id").equals(Optional.of(url.toString()))) {
            throw new UnusableResponseException("its client_id is not its URL, character by character");
        }
        for (String secret : SECRETS) {
            if (document.has(secret)) {
                throw new UnusableResponseException("it has a " + secret + ", although anybody can read it");
            }
        }
        if (document.object("jwks").filter(ClientKeySet::isPrivate).isPresent()) {
            throw new UnusableResponseException("it has a private key, although anybody can read it");
        }
        try {
            return RegisteredClient.described(
                    url.toString(), rules.read(document).json());
        } catch (OAuthException refusal) {
            throw new UnusableResponseException(refusal.description());
        }
    }

    private static JsonObject json(byte[] body) throws UnusableResponseException {
        try {
            return JsonObject.parse(body);
        } catch (MalformedJsonException e) {
            throw new UnusableResponseException("it is no JSON object");
        }
    }
}
