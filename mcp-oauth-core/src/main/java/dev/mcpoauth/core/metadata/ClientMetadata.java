package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a client says about itself when it registers
 * (<a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 §2</a>) or in the document behind its client id
 * (OAuth Client ID Metadata Document), the choices of OpenID Relying Party Metadata Choices included. Immutable.
 *
 * <p>Members are checked for shape here; whether a server accepts what they ask for is its policy.
 */
public final class ClientMetadata extends JsonView {
    ClientMetadata(JsonObject json) {
        super(json);
    }

    /**
     * Reads untrusted metadata of at most 1 MiB. A {@code null} member counts as left out (RFC 7592 §2.2).
     *
     * @throws OAuthException {@code invalid_redirect_uri} or {@code invalid_client_metadata}
     */
    public static ClientMetadata parse(byte[] utf8, ClientMetadataTolerance... tolerances) {
        try {
            return of(JsonObject.parse(utf8), tolerances);
        } catch (MalformedJsonException e) {
            throw OAuthError.INVALID_CLIENT_METADATA
                    .because(CoreReasons.CLIENT_METADATA_MALFORMED_JSON, "client metadata must be a JSON object")
                    .with("problem", String.valueOf(e.getMessage()));
        }
    }

    /** Reads untrusted metadata; see {@link #parse(byte[], ClientMetadataTolerance...)}. */
    public static ClientMetadata parse(String text, ClientMetadataTolerance... tolerances) {
        return parse(text.getBytes(StandardCharsets.UTF_8), tolerances);
    }

    /** Reads an untrusted document; see {@link #parse(byte[], ClientMetadataTolerance...)}. */
    public static ClientMetadata of(JsonObject document, ClientMetadataTolerance... tolerances) {
        JsonObject corrected = corrected(document, List.of(tolerances));
        List<DocumentCheck.Problem> problems = ClientMetadataCheck.of(corrected).problems();
        if (problems.isEmpty()) {
            return new ClientMetadata(corrected);
        }
        boolean redirect = problems.stream().anyMatch(p -> p.member().equals("redirect_uris"));
        String names =
                problems.stream().map(DocumentCheck.Problem::member).distinct().collect(Collectors.joining(", "));
        OAuthException refusal = redirect
                ? OAuthError.INVALID_REDIRECT_URI.because(
                        CoreReasons.CLIENT_METADATA_REDIRECT_URI, "redirect_uris is not acceptable")
                : OAuthError.INVALID_CLIENT_METADATA.because(
                        CoreReasons.CLIENT_METADATA_INVALID_MEMBERS, "not acceptable: " + names);
        throw refusal.with(
                "problems",
                problems.stream().map(DocumentCheck.Problem::toString).collect(Collectors.joining("; ")));
    }

    static JsonObject corrected(JsonObject document, List<ClientMetadataTolerance> tolerances) {
        JsonObject.Builder corrected = document.toBuilder();
        document.names().stream().filter(name -> !document.has(name)).forEach(corrected::remove);
        tolerances.forEach(tolerance -> tolerance.apply(document, corrected));
        return corrected.build();
    }

    /** Starts metadata of one's own. */
    public static ClientMetadataBuilder builder() {
        return new ClientMetadataBuilder();
    }

    /** Starts from this metadata, for the effective set that a server returns. */
    public ClientMetadataBuilder toBuilder() {
        return new ClientMetadataBuilder(json.toBuilder());
    }

    public List<RedirectUri> redirectUris() {
        return Members.strings(json, "redirect_uris").stream()
                .map(RedirectUri::new)
                .toList();
    }

    /** The method that the client names; empty if it leaves the choice open. */
    public Optional<String> tokenEndpointAuthMethod() {
        return json.string("token_endpoint_auth_method");
    }

    /**
     * The methods that the client can use, the preferred one first: {@code token_endpoint_auth_method}, then
     * {@code token_endpoint_auth_methods_supported} of RP Metadata Choices; empty if it names none, which RFC 7591 §2
     * reads as {@code client_secret_basic}.
     */
    public List<String> tokenEndpointAuthMethods() {
        List<String> methods = new ArrayList<>();
        tokenEndpointAuthMethod().ifPresent(methods::add);
        methods.addAll(Members.strings(json, "token_endpoint_auth_methods_supported"));
        return methods.stream().distinct().toList();
    }

    /** The grant types; RFC 7591 §2 assumes {@code authorization_code}. */
    public List<String> grantTypes() {
        return json.strings("grant_types").orElse(List.of("authorization_code"));
    }

    /** The response types; RFC 7591 §2 assumes {@code code}. */
    public List<String> responseTypes() {
        return json.strings("response_types").orElse(List.of("code"));
    }

    public Optional<String> clientName() {
        return json.string("client_name");
    }

    public Optional<URI> clientUri() {
        return Members.uri(json, "client_uri");
    }

    public Optional<URI> logoUri() {
        return Members.uri(json, "logo_uri");
    }

    public Optional<URI> tosUri() {
        return Members.uri(json, "tos_uri");
    }

    public Optional<URI> policyUri() {
        return Members.uri(json, "policy_uri");
    }

    public Optional<Scope> scope() {
        return json.string("scope").flatMap(Scope::parse);
    }

    public List<String> contacts() {
        return Members.strings(json, "contacts");
    }

    /** Where the client's keys are. Fetch it through an address check only: a stranger chose the URL. */
    public Optional<URI> jwksUri() {
        return Members.uri(json, "jwks_uri");
    }

    /** The client's keys by value. */
    public Optional<JsonObject> jwks() {
        return json.object("jwks");
    }

    public Optional<String> softwareId() {
        return json.string("software_id");
    }

    public Optional<String> softwareVersion() {
        return json.string("software_version");
    }

    public Optional<String> softwareStatement() {
        return json.string("software_statement");
    }

    /** {@code native} or {@code web} (OpenID Dynamic Client Registration §2), if the client tells. */
    public Optional<String> applicationType() {
        return json.string("application_type");
    }
}
