package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.grant.AssertionSource;
import dev.mcpoauth.client.grant.ClientCredentialsGrant;
import dev.mcpoauth.client.grant.IdentityAssertionGrant;
import dev.mcpoauth.client.http.Loopback;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sign-ins that need nobody at a browser: the program's own (RFC 6749 §4.4), and those a company vouches for (ID-JAG). */
final class WithoutUser {
    private final Invocation invocation;
    private final ClientDocuments documents;

    WithoutUser(Invocation invocation, ClientDocuments documents) {
        this.invocation = invocation;
        this.documents = documents;
    }

    /** Empty if the flags ask for neither. */
    Optional<OAuthClient.Builder> client() throws Misuse {
        Optional<String> provider = invocation.value(Flag.IDENTITY_PROVIDER);
        boolean itself = invocation.has(Flag.CLIENT_CREDENTIALS);
        if (invocation.value(Flag.TOKEN_ENDPOINT).isPresent() && !itself) {
            throw new Misuse(Flag.TOKEN_ENDPOINT.option() + " needs " + Flag.CLIENT_CREDENTIALS.option());
        }
        requireOne(Flag.CLIENT_CREDENTIALS, Flag.IDENTITY_PROVIDER, Flag.DEVICE_CODE);
        if (itself) {
            return Optional.of(clientCredentials());
        }
        return provider.isEmpty() ? Optional.empty() : Optional.of(identityAssertion());
    }

    private void requireOne(Flag... ways) throws Misuse {
        List<String> asked =
                List.of(ways).stream().filter(invocation::has).map(Flag::option).toList();
        if (asked.size() > 1) {
            throw new Misuse(String.join(" and ", asked) + " exclude one another");
        }
        if (invocation.has(Flag.USE_ID_TOKEN) && (asked.size() == 1 && !invocation.has(Flag.DEVICE_CODE))) {
            throw new Misuse(Flag.USE_ID_TOKEN.option() + " needs a user: " + asked.get(0) + " gives no ID token");
        }
    }

    private OAuthClient.Builder clientCredentials() throws Misuse {
        OAuthClient.Builder client =
                OAuthClient.forGrant(new ClientCredentialsGrant(documents.credentials(Flag.CLIENT_CREDENTIALS)));
        Optional<String> endpoint = invocation.value(Flag.TOKEN_ENDPOINT);
        if (endpoint.isEmpty()) {
            return client;
        }
        URI url = url(Flag.TOKEN_ENDPOINT.option(), endpoint.get());
        String issuer = documents.issuer().orElse(url.getScheme() + "://" + url.getRawAuthority());
        return client.authorizationServer(AuthorizationServerMetadata.builder(new Issuer(issuer))
                .authorizationEndpoint(url)
                .tokenEndpoint(url)
                .responseTypesSupported(List.of())
                .build());
    }

    private static URI url(String what, String text) throws Misuse {
        try {
            URI url = URI.create(text);
            boolean safe = "https".equalsIgnoreCase(url.getScheme())
                    || ("http".equalsIgnoreCase(url.getScheme())
                            && url.getHost() != null
                            && Loopback.is(url.getHost()));
            if (safe && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new Misuse(what + " is no URL", e);
        }
        throw new Misuse(what + " must be an https URL, or http on a loopback host");
    }

    private OAuthClient.Builder identityAssertion() throws Misuse {
        JsonObject provider = documents.document(Flag.IDENTITY_PROVIDER);
        String what = Flag.IDENTITY_PROVIDER.option();
        Issuer issuer = new Issuer(member(provider, "issuer"));
        ClientIdentity identity =
                new ClientIdentity(issuer, member(provider, "client_id"), documents.authentication(provider));
        URI tokenEndpoint = url("token_endpoint of " + what, member(provider, "token_endpoint"));
        return OAuthClient.forGrant(new IdentityAssertionGrant(
                identity, tokenEndpoint, idTokens(provider), documents.credentials(Flag.IDENTITY_PROVIDER)));
    }

    private String member(JsonObject provider, String name) throws Misuse {
        return documents
                .expanded(provider, name)
                .orElseThrow(() -> new Misuse(Flag.IDENTITY_PROVIDER.option() + " needs " + name));
    }

    private static AssertionSource idTokens(JsonObject provider) throws Misuse {
        Optional<String> file = provider.string("id_token_file");
        Optional<String> command = provider.string("id_token_command");
        if (file.isPresent() == command.isPresent()) {
            throw new Misuse(Flag.IDENTITY_PROVIDER.option() + " needs either id_token_file or id_token_command");
        }
        if (file.isPresent()) {
            return audience -> idToken(Path.of(file.get()));
        }
        HelperProgram program =
                new HelperProgram("the id_token_command", CommandWords.parse(Flag.IDENTITY_PROVIDER, command.get()));
        return audience -> program.output().strip();
    }

    private static String idToken(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("the id_token_file cannot be read: " + file, e);
        }
    }
}
