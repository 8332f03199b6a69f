package dev.mcpoauth.client.registration;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.core.metadata.ClientMetadata;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules for client identifier URLs and the documents there (OAuth Client ID Metadata Document §3, §4). */
final class DocumentProblems {
    /** What servers are advised to read at most (§6.6). */
    private static final int LONGEST = 5 * 1024;

    private static final Set<String> SHARED_SECRETS =
            Set.of("client_secret_basic", "client_secret_post", "client_secret_jwt");
    private static final Set<String> PRIVATE_KEY_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final List<String> found = new ArrayList<>();

    private DocumentProblems() {}

    static List<String> of(URI url, byte[] document) {
        DocumentProblems problems = new DocumentProblems();
        problems.ofUrl(url);
        problems.when(document.length > LONGEST, "the document is longer than 5 KiB, and servers may not read it all");
        try {
            problems.ofDocument(url, JsonObject.parse(document));
        } catch (MalformedJsonException e) {
            problems.found.add("the document is no JSON object: " + e.getMessage());
        }
        return List.copyOf(problems.found);
    }

    private void when(boolean wrong, String text) {
        if (wrong) {
            found.add(text);
        }
    }

    private void ofUrl(URI url) {
        String path = Optional.ofNullable(url.getRawPath()).orElse("");
        when(!"https".equals(url.getScheme()) || url.getHost() == null, "the URL is not https with a host");
        when(path.length() < 2, "the URL has no path");
        when(!path.equals(url.normalize().getRawPath()), "the URL has dot segments or doubled slashes");
        when(url.getRawFragment() != null, "the URL has a fragment");
        when(url.getRawUserInfo() != null, "the URL has user information");
        when(url.getRawQuery() != null, "the URL has a query, which servers need not take");
    }

    private void ofDocument(URI url, JsonObject json) {
        when(
                !json.string("client_id").equals(Optional.of(url.toString())),
                "client_id is not, character by character, the URL of the document");
        when(json.string("client_name").filter(name -> !name.isBlank()).isEmpty(), "client_name is missing");
        when(json.strings("redirect_uris").filter(uris -> !uris.isEmpty()).isEmpty(), "redirect_uris is missing");
        when(
                json.has("client_secret") || json.has("client_secret_expires_at"),
                "a client_secret has no place in a public document");
        ofAuthentication(json);
        ofGrants(json);
        ofMembers(json);
    }

    private void ofAuthentication(JsonObject json) {
        String method = json.string("token_endpoint_auth_method").orElse("");
        when(
                method.isEmpty() || SHARED_SECRETS.contains(method),
                "token_endpoint_auth_method has to be named, and can not be one of a shared secret");
        boolean keys = json.has("jwks") != json.has("jwks_uri");
        when(method.equals("private_key_jwt") && !keys, "private_key_jwt needs either jwks or jwks_uri");
        boolean exposed = json.object("jwks").flatMap(jwks -> jwks.array("keys")).orElse(List.of()).stream()
                .anyMatch(key -> key instanceof JsonObject jwk
                        && PRIVATE_KEY_MEMBERS.stream().anyMatch(jwk::has));
        when(exposed, "jwks has a private key");
    }

    private void ofGrants(JsonObject json) {
        List<String> grants = json.strings("grant_types").orElse(List.of("authorization_code"));
        when(!grants.contains("authorization_code"), "grant_types lacks authorization_code");
        when(!json.strings("response_types").orElse(List.of("code")).contains("code"), "response_types lacks code");
    }

    private void ofMembers(JsonObject json) {
        try {
            ClientMetadata.of(json);
        } catch (OAuthException e) {
            found.add(e.facts().getOrDefault("problems", e.description()));
        }
    }
}
