package dev.mcpoauth.example.benchmarks.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.example.benchmarks.BearerRequest;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.ProtectedResource;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The requests that are measured; what they need before is prepared outside the timed part. */
final class Traffic {
    private static final Pattern HIDDEN = Pattern.compile("name=\"(txn|nonce)\" value=\"([^\"]+)\"");
    private static final int CHECKS = 200;

    private final Subject subject;
    private final CodeVerifier verifier = CodeVerifier.generate(new SecureRandom());
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String refreshToken = "";
    private int registered;

    Traffic(Subject subject) {
        this.subject = subject;
    }

    private WebResponse send(String method, String path, String query, String form) {
        String all = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        WebResponse response = subject.server.handle(WebRequest.of(
                        method,
                        path,
                        query,
                        Map.of("Content-Type", List.of("application/x-www-form-urlencoded"), "Cookie", List.of(all)))
                .withBody(form.getBytes(UTF_8)));
        response.headers().stream()
                .filter(header -> header.name().equals("Set-Cookie"))
                .map(header -> header.value().split(";", 2)[0].split("=", 2))
                .forEach(pair -> cookies.put(pair[0], pair[1]));
        return response;
    }

    private static String encode(String... pairs) {
        Parameters.Builder form = Parameters.builder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.add(pairs[i], pairs[i + 1]);
        }
        return form.build().encode();
    }

    private static String location(WebResponse response) {
        return response.header("Location")
                .orElseThrow(() -> new IllegalStateException("no redirect: " + response.text()));
    }

    /** A code: with the pages the first time, with what was remembered after that. */
    String code(String resource) {
        WebResponse answer = send(
                "GET",
                "/authorize",
                encode(
                        "response_type",
                        "code",
                        "client_id",
                        "app",
                        "redirect_uri",
                        Subject.REDIRECT,
                        "code_challenge",
                        verifier.challenge().base64Url(),
                        "code_challenge_method",
                        "S256",
                        "resource",
                        resource),
                "");
        if (location(answer).startsWith(subject.issuer)) {
            String page = send(
                            "GET",
                            "/authorize/interaction",
                            URI.create(location(answer)).getRawQuery(),
                            "")
                    .text();
            answer = page.contains("\"password\"") ? signIn(page) : submit(page, "action", "approve");
        }
        return Parameters.parse(URI.create(location(answer)).getRawQuery())
                .value("code")
                .orElseThrow();
    }

    private WebResponse signIn(String page) {
        WebResponse next = submit(page, "action", "login", "username", "alice", "password", "x");
        if (!location(next).startsWith(subject.issuer)) {
            return next;
        }
        String consent = send(
                        "GET",
                        "/authorize/interaction",
                        URI.create(location(next)).getRawQuery(),
                        "")
                .text();
        return submit(consent, "action", "approve");
    }

    private WebResponse submit(String page, String... fields) {
        List<String> form = new ArrayList<>(List.of(fields));
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            form.addAll(List.of(hidden.group(1), hidden.group(2)));
        }
        return send("POST", "/authorize/interaction", "", encode(form.toArray(String[]::new)));
    }

    private WebRequest post(String path, String... pairs) {
        return WebRequest.of("POST", path, "", Map.of("Content-Type", List.of("application/x-www-form-urlencoded")))
                .withBody(encode(pairs).getBytes(UTF_8));
    }

    /** Times one request, and refuses to count an answer that is no success. */
    private JsonObject timed(Stopwatch watch, WebRequest request) {
        return timed(watch, request, 200);
    }

    private JsonObject timed(Stopwatch watch, WebRequest request, int success) {
        WebResponse[] answer = new WebResponse[1];
        watch.time(1, () -> answer[0] = subject.server.handle(request));
        if (answer[0].status() != success) {
            throw new IllegalStateException(answer[0].status() + " " + answer[0].text());
        }
        return JsonObject.parse(answer[0].body());
    }

    private static String member(JsonObject json, String name) {
        return json.string(name).orElseThrow();
    }

    Step exchange(String resource) {
        return watch -> timed(watch, redemption(resource));
    }

    private JsonObject tokens(String resource) throws Exception {
        return timed((count, part) -> part.run(), redemption(resource));
    }

    /** Of a new code. */
    private WebRequest redemption(String resource) {
        return post(
                "/token",
                "grant_type",
                "authorization_code",
                "client_id",
                "app",
                "redirect_uri",
                Subject.REDIRECT,
                "code_verifier",
                verifier.reveal(),
                "code",
                code(resource));
    }

    Step refresh(String resource) throws Exception {
        refreshToken = member(tokens(resource), "refresh_token");
        return watch -> refreshToken = member(
                timed(
                        watch,
                        post(
                                "/token",
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                "app",
                                "refresh_token",
                                refreshToken)),
                "refresh_token");
    }

    Step clientCredentials(String resource) {
        return watch -> timed(watch, machine(resource));
    }

    private WebRequest machine(String resource) {
        return post(
                "/token",
                "grant_type",
                "client_credentials",
                "client_id",
                "machine",
                "client_secret",
                Subject.SECRET,
                "resource",
                resource);
    }

    Step introspection() throws Exception {
        String token = member(tokens(subject.opaque()), "access_token");
        WebRequest request =
                post("/introspect", "client_id", "reader", "client_secret", Subject.SECRET, "token", token);
        return watch -> {
            if (!timed(watch, request).bool("active").orElseThrow()) {
                throw new IllegalStateException("the token is not active");
            }
        };
    }

    /** Of a new client each time, which nobody registered before. */
    Step registration() {
        return watch -> {
            String document = "{\"redirect_uris\":[\"https://client.example/" + registered++
                    + "\"],\"token_endpoint_auth_method\":\"none\"}";
            WebRequest request = WebRequest.of(
                            "POST", "/register", "", Map.of("Content-Type", List.of("application/json")))
                    .withBody(document.getBytes(UTF_8));
            timed(watch, request, 201);
        };
    }

    /** Checks at the door of a resource, in turn with many tokens. */
    Step bearer(ProtectedResource door, String resource, int tokens) {
        List<BearerRequest> requests = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            JsonObject got =
                    JsonObject.parse(subject.server.handle(machine(resource)).body());
            requests.add(new BearerRequest(List.of("Bearer " + member(got, "access_token"))));
        }
        int checks = tokens < CHECKS ? tokens : CHECKS;
        int[] at = {0};
        return watch -> watch.time(checks, () -> {
            for (int i = 0; i < checks; i++) {
                at[0] = (at[0] + 1) % requests.size();
                if (!(door.admit(requests.get(at[0])) instanceof Access.Granted)) {
                    throw new IllegalStateException("the token is refused");
                }
            }
        });
    }
}
