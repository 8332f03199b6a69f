package dev.mcpoauth.server.persona;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.persona.Step.Pair;
import dev.mcpoauth.server.settings.Tolerance;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replays a persona's conversation against a server of its own. */
final class Conversation implements AutoCloseable {
    private static final Pattern HIDDEN = Pattern.compile("name=\"(txn|nonce)\" value=\"([^\"]+)\"");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final RSAKey KEY = key();

    private final Persona persona;
    private final boolean strict;
    private final PersonaServer server;
    private final Values values = new Values(this::assertion);
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = client();
    private String page = "";

    private Conversation(Persona persona, OAuthStore store, Optional<Tolerance> granted) throws Exception {
        this.persona = persona;
        this.strict = granted.isEmpty();
        this.server = new PersonaServer(store, persona.registered(), granted);
        values.put("origin", server.origin());
        values.put("mcp", server.origin() + "/mcp");
        values.put("ORIGIN", server.origin().toUpperCase(java.util.Locale.ROOT));
        values.put("jwks", new JWKSet(KEY.toPublicJWK()).toString());
        values.secret(PersonaServer.PASSWORD);
        persona.registered().stream()
                .map(JsonObject::parse)
                .forEach(client -> List.of("client_id", "client_secret")
                        .forEach(name -> client.string(name).ifPresent(value -> values.put(name, value))));
    }

    /** With the persona's tolerance, if it needs one. */
    static Conversation tolerant(Persona persona, OAuthStore store) throws Exception {
        return new Conversation(persona, store, persona.tolerance());
    }

    /** With no tolerance. */
    static Conversation strict(Persona persona, OAuthStore store) throws Exception {
        return new Conversation(persona, store, Optional.empty());
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private String assertion(String clientId) {
        long now = server.now().getEpochSecond();
        Map<String, Object> claims = Map.of(
                "iss",
                clientId,
                "sub",
                clientId,
                "aud",
                server.origin() + "/token",
                "iat",
                now,
                "exp",
                now + 60,
                "jti",
                UUID.randomUUID().toString());
        try {
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(), new Payload(claims));
            jws.sign(new RSASSASigner(KEY));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that was secret in this conversation. */
    Set<String> secrets() {
        return values.secrets();
    }

    /**
     * Goes through all steps; without the tolerance that the persona needs, to the one that is refused.
     *
     * @return whether all was as the file says, to the last step
     */
    boolean replay() throws Exception {
        boolean refusalDue = strict && persona.tolerance().isPresent();
        for (Step step : persona.steps()) {
            boolean refused = refusalDue && !step.without().isEmpty();
            take(step, refused ? step.without() : step.expected());
            if (refused) {
                return true;
            }
        }
        return !refusalDue;
    }

    private void take(Step step, List<String> expected) throws Exception {
        int before = server.decisions();
        HttpResponse<String> response;
        switch (step.verb()) {
            case "PUBLISH" -> {
                server.publish(values.fill(step.target()), values.fill(step.body()));
                return;
            }
            case "TIME" -> {
                server.advance(Duration.parse(step.target()));
                return;
            }
            case "NEW-BROWSER" -> {
                cookies.getCookieStore().removeAll();
                return;
            }
            case "BROWSER" -> response = approve(signIn(open(url(step))));
            case "CONSENT" -> response = signIn(open(url(step)));
            case "APPROVE" -> response = submit(page, "action", "approve");
            default -> response = send(request(step));
        }
        remember(response);
        Reply reply = new Reply(response.statusCode(), response.headers(), response.body(), server.reasonsFrom(before));
        for (String line : expected) {
            check(step, line, reply);
        }
    }

    private void check(Step step, String line, Reply reply) {
        try {
            new Expectation(values, reply).check(line);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    persona.file() + ":" + step.line() + " " + step.title() + ": expected " + line + " but got "
                            + reply.status() + " " + reply.headers().map() + " " + reply.reasons() + "\n"
                            + reply.body(),
                    e);
        }
    }

    private URI url(Step step) {
        String url = parameters(step.query()).appendTo(values.fill(step.target()));
        return secretQuery(URI.create(url));
    }

    private URI secretQuery(URI url) {
        if (url.getRawQuery() != null) {
            values.secret(url.getRawQuery());
        }
        return url;
    }

    private Parameters parameters(List<Pair> pairs) {
        Parameters.Builder parameters = Parameters.builder();
        pairs.forEach(pair -> parameters.add(values.fill(pair.name()), values.fill(pair.value())));
        return parameters.build();
    }

    private HttpRequest request(Step step) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(step));
        for (Pair header : step.headers()) {
            request.header(header.name(), values.fill(header.value()));
        }
        String body = values.fill(step.body());
        if (!step.form().isEmpty()) {
            body = parameters(step.form()).encode() + emptyOnes(step.form());
            request.header("Content-Type", FORM);
        }
        return request.method(step.verb(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    /** What a client sends with no value, which our own encoder leaves out. */
    private static String emptyOnes(List<Pair> form) {
        StringBuilder text = new StringBuilder();
        form.stream()
                .filter(pair -> pair.value().isBlank())
                .forEach(pair -> text.append('&').append(pair.name()).append('='));
        return text.toString();
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Calls of the resource come over a connection of their own: the filter refuses without waiting for the body, after which
     * the container may close the connection while the next request is on its way.
     */
    private HttpResponse<String> send(HttpRequest request) throws Exception {
        HttpClient sender = request.uri().getPath().equals("/mcp") ? client() : http;
        return sender.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    /** Opens a page as a browser does, and goes where the server sends it. */
    private HttpResponse<String> open(URI url) throws Exception {
        return follow(send(HttpRequest.newBuilder(url).build()));
    }

    private HttpResponse<String> follow(HttpResponse<String> response) throws Exception {
        remember(response);
        String location = response.headers().firstValue("Location").orElse("");
        return location.startsWith(server.origin() + "/authorize") ? open(secretQuery(URI.create(location))) : response;
    }

    private HttpResponse<String> signIn(HttpResponse<String> shown) throws Exception {
        return shown.body().contains("name=\"password\"")
                ? submit(
                        shown.body(),
                        "username",
                        PersonaServer.NAME,
                        "password",
                        PersonaServer.PASSWORD,
                        "action",
                        "login")
                : shown;
    }

    private HttpResponse<String> approve(HttpResponse<String> shown) throws Exception {
        return shown.body().contains("value=\"approve\"") ? submit(shown.body(), "action", "approve") : shown;
    }

    private HttpResponse<String> submit(String form, String... fields) throws Exception {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(new Pair(fields[i], fields[i + 1]));
        }
        Matcher hidden = HIDDEN.matcher(form);
        while (hidden.find()) {
            pairs.add(new Pair(hidden.group(1), hidden.group(2)));
            values.secret(hidden.group(2));
        }
        return follow(send(HttpRequest.newBuilder(URI.create(server.origin() + "/authorize/interaction"))
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(parameters(pairs).encode()))
                .build()));
    }

    /** Cookies, the page that is shown, and the query of a redirect. */
    private void remember(HttpResponse<String> response) {
        page = response.body();
        response.headers().allValues("Set-Cookie").stream()
                .map(line -> line.split(";", 2)[0].split("=", 2)[1])
                .forEach(values::secret);
        response.headers().firstValue("Location").map(URI::create).ifPresent(this::secretQuery);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
