package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.authentication.ClientAuthentication;
import dev.mcpoauth.client.authentication.PrivateKeyJwt;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.authentication.SecretBasic;
import dev.mcpoauth.client.authentication.SecretPost;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.core.secret.ClientSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How the bridge becomes a client of an authorization server, from the JSON (RFC 7591 members) that the flags hold. */
final class ClientDocuments {
    private final Invocation invocation;
    private final Map<String, String> environment;

    ClientDocuments(Invocation invocation, Map<String, String> environment) {
        this.invocation = invocation;
        this.environment = environment;
    }

    RegistrationSettings registration(Optional<RedirectUri> fixed) throws Misuse {
        JsonObject metadata = document(Flag.STATIC_OAUTH_CLIENT_METADATA);
        RegistrationSettings.Builder settings = RegistrationSettings.builder(
                        metadata.string("client_name").orElse("MCP OAuth Bridge"))
                .clientMetadata(metadata);
        RedirectUri[] redirectUris = fixed.stream().toArray(RedirectUri[]::new);
        JsonObject info = document(Flag.STATIC_OAUTH_CLIENT_INFO);
        try {
            if (!info.equals(JsonObject.EMPTY)) {
                settings.preRegistered(credentials(info), redirectUris);
            }
            invocation
                    .value(Flag.CLIENT_METADATA_URL)
                    .ifPresent(url -> settings.metadataDocument(URI.create(url), redirectUris));
            key(info).ifPresent(settings::metadataDocumentKey);
        } catch (IllegalArgumentException e) {
            throw new Misuse("the client cannot be set up so: " + e.getMessage(), e);
        }
        return settings.build();
    }

    /** The scope to ask for where the server names none. */
    String scope() throws Misuse {
        return invocation
                .value(Flag.SCOPE)
                .orElse(document(Flag.STATIC_OAUTH_CLIENT_METADATA)
                        .string("scope")
                        .orElse(""));
    }

    /** The client that {@code --static-oauth-client-info} describes, for a grant that needs one. */
    ClientCredentials credentials(Flag asking) throws Misuse {
        JsonObject info = document(Flag.STATIC_OAUTH_CLIENT_INFO);
        if (info.equals(JsonObject.EMPTY)) {
            throw new Misuse(asking.option() + " needs " + Flag.STATIC_OAUTH_CLIENT_INFO.option());
        }
        try {
            return credentials(info);
        } catch (IllegalArgumentException e) {
            throw new Misuse("the client cannot be set up so: " + e.getMessage(), e);
        }
    }

    /** The authorization server of the client that was set up, if it is named. */
    Optional<String> issuer() throws Misuse {
        return document(Flag.STATIC_OAUTH_CLIENT_INFO).string("issuer");
    }

    private ClientCredentials credentials(JsonObject info) throws Misuse {
        String id = expanded(info, "client_id")
                .orElseThrow(() -> new Misuse(Flag.STATIC_OAUTH_CLIENT_INFO.option() + " needs a client_id"));
        ClientAuthentication authentication = authentication(info);
        Optional<String> issuer = info.string("issuer");
        return issuer.isPresent()
                ? ClientCredentials.of(new Issuer(issuer.get()), id, authentication)
                : ClientCredentials.ofFirstIssuer(id, authentication);
    }

    private Optional<PrivateKeyJwt> key(JsonObject info) throws Misuse {
        Optional<String> file = invocation.value(Flag.CLIENT_KEY);
        return file.isEmpty() ? Optional.empty() : Optional.of(ClientKey.read(Path.of(file.get()), info));
    }

    ClientAuthentication authentication(JsonObject info) throws Misuse {
        Optional<PrivateKeyJwt> key = key(info);
        if (key.isPresent()) {
            return key.get();
        }
        Optional<String> secret = expanded(info, "client_secret");
        if (secret.isEmpty()) {
            return new PublicClient();
        }
        ClientSecret value = ClientSecret.parse(secret.get());
        boolean post = info.string("token_endpoint_auth_method")
                .filter("client_secret_post"::equals)
                .isPresent();
        return post ? new SecretPost(value) : new SecretBasic(value);
    }

    Optional<String> expanded(JsonObject info, String member) throws Misuse {
        Optional<String> text = info.string(member);
        return text.isEmpty() ? text : Optional.of(HeaderLines.expand(text.get(), environment));
    }

    JsonObject document(Flag flag) throws Misuse {
        String text = invocation.value(flag).orElse("{}");
        try {
            return text.startsWith("@")
                    ? JsonObject.parse(Files.readAllBytes(Path.of(text.substring(1))))
                    : JsonObject.parse(text);
        } catch (MalformedJsonException e) {
            throw new Misuse(flag.option() + " holds no JSON object", e);
        } catch (IOException e) {
            throw new Misuse("the file of " + flag.option() + " cannot be read: " + text.substring(1), e);
        }
    }
}
