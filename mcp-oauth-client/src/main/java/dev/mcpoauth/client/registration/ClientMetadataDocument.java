package dev.mcpoauth.client.registration;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * The document to publish at the URL that is this program's client identifier, where authorization servers fetch it
 * (OAuth Client ID Metadata Document §4, MCP client registration). Immutable.
 */
public final class ClientMetadataDocument {
    private final URI url;
    private final JsonObject json;

    private ClientMetadataDocument(URI url, JsonObject json) {
        this.url = url;
        this.json = json;
    }

    /**
     * Writes the document of a public client for sign-ins by code and refresh.
     *
     * @param url where it will be published: https, with a path
     * @param clientName what a consent page calls the program
     * @param redirectUris all that the program uses; a loopback one stands for every port (RFC 8252 §7.3)
     * @throws IllegalArgumentException with all that is wrong
     */
    public static ClientMetadataDocument of(URI url, String clientName, RedirectUri... redirectUris) {
        boolean web = Arrays.stream(redirectUris).noneMatch(RedirectUri::isLoopback);
        JsonObject json = JsonObject.builder()
                .put("client_id", url.toString())
                .put("client_name", clientName)
                .put(
                        "redirect_uris",
                        Arrays.stream(redirectUris).map(RedirectUri::value).toList())
                .put("grant_types", List.of("authorization_code", "refresh_token"))
                .put("response_types", List.of("code"))
                .put("token_endpoint_auth_method", "none")
                .put("application_type", web ? "web" : "native")
                .build();
        return checked(url, json);
    }

    /**
     * The same with one member more or another value, such as {@code logo_uri}, or {@code token_endpoint_auth_method} and
     * {@code jwks_uri}.
     *
     * @param value a string, or a list of strings, or a {@link JsonObject}
     * @throws IllegalArgumentException with all that is wrong
     */
    public ClientMetadataDocument with(String member, Object value) {
        return checked(url, json.toBuilder().put(member, value).build());
    }

    private static ClientMetadataDocument checked(URI url, JsonObject json) {
        List<String> problems = problems(url, json.toBytes());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the client metadata document is refused: " + problems);
        }
        return new ClientMetadataDocument(url, json);
    }

    /**
     * All that authorization servers may object to in a document, for instance in one that was fetched from where it is
     * published.
     *
     * @param url where the document is published, which is the client identifier
     * @return one text for each problem, none if there is none; nothing of the document is quoted
     */
    public static List<String> problems(URI url, byte[] document) {
        return DocumentProblems.of(url, document);
    }

    /** Where it has to be published. */
    public URI url() {
        return url;
    }

    /** The redirect URIs in it. */
    public List<RedirectUri> redirectUris() {
        return json.strings("redirect_uris").orElse(List.of()).stream()
                .map(RedirectUri::new)
                .toList();
    }

    /** The text to serve as {@code application/json}. */
    public String toJson() {
        return json.toJson();
    }

    @Override
    public String toString() {
        return "ClientMetadataDocument[" + url + "]";
    }
}
