package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.metadata.TokenResponse;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person and a client that go through sign-in and consent once, within the process, so that there are tokens to use. */
final class SignedIn {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern FIELD = Pattern.compile("name=\"(txn|nonce)\" value=\"([^\"]+)\"");
    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private final AuthorizationServer server;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    SignedIn(AuthorizationServer server) {
        this.server = server;
    }

    /** Fresh tokens of a public client. */
    TokenResponse tokens(String clientId, String redirectUri) {
        CodeVerifier verifier = CodeVerifier.generate(new SecureRandom());
        Parameters request = Parameters.builder()
                .add("response_type", "code")
                .add("client_id", clientId)
                .add("redirect_uri", redirectUri)
                .add("code_challenge", verifier.challenge().base64Url())
                .add("code_challenge_method", "S256")
                .build();
        WebResponse page = open("/authorize", request.encode());
        if (page.text().contains("type=\"password\"")) {
            page = submit(page, Map.of("username", "alice", "password", "wonderland", "action", "login"));
        }
        URI back = URI.create(
                submit(page, Map.of("action", "approve")).header("Location").orElseThrow());
        Parameters answer = Parameters.parse(back.getRawQuery());
        Parameters exchange = Parameters.builder()
                .add("grant_type", "authorization_code")
                .add("client_id", clientId)
                .add("redirect_uri", redirectUri)
                .add("code", answer.value("code").orElseThrow())
                .add("code_verifier", verifier.reveal())
                .build();
        return TokenResponse.parse(post("/token", exchange.encode()).text());
    }

    private WebResponse open(String path, String query) {
        return follow(send(WebRequest.of("GET", path, query, headers())));
    }

    private WebResponse submit(WebResponse page, Map<String, String> fields) {
        Matcher action = ACTION.matcher(page.text());
        if (!action.find()) {
            throw new IllegalStateException("not a page with a form: " + page.status());
        }
        Parameters.Builder form = Parameters.builder();
        Matcher hidden = FIELD.matcher(page.text());
        while (hidden.find()) {
            form.add(hidden.group(1), hidden.group(2));
        }
        fields.forEach(form::add);
        return follow(
                post(URI.create(action.group(1)).getRawPath(), form.build().encode()));
    }

    private WebResponse post(String path, String body) {
        return send(WebRequest.of("POST", path, "", headers()).withBody(body.getBytes(StandardCharsets.UTF_8)));
    }

    private WebResponse follow(WebResponse response) {
        String issuer = server.settings().issuer().value();
        String location = response.header("Location").orElse("");
        if (!location.startsWith(issuer + "/")) {
            return response;
        }
        URI next = URI.create(location);
        return open(next.getRawPath(), next.getRawQuery() == null ? "" : next.getRawQuery());
    }

    private WebResponse send(WebRequest request) {
        WebResponse response = server.handle(request);
        response.headers().stream()
                .filter(header -> header.name().equals("Set-Cookie"))
                .map(header -> header.value().split(";", 2)[0].split("=", 2))
                .forEach(pair -> cookies.put(pair[0], pair[1]));
        return response;
    }

    private Map<String, List<String>> headers() {
        String all = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return Map.of("Content-Type", List.of(FORM), "Cookie", List.of(all));
    }
}
