package dev.mcpoauth.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.doctor.Finding.Mark;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.client.store.KeySources;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each failure is provoked at a real server, and the first row that does not hold names its cause. */
class ProvokedFailuresTest {
    private static final Duration SHORT = Duration.ofMillis(700);

    @TempDir
    private Path directory;

    private final HealthyServer server = new HealthyServer();
    private final Deque<AutoCloseable> others = new ArrayDeque<>();

    /** Makes something go wrong, and says who examines it. */
    @FunctionalInterface
    private interface Provocation {
        Doctor.Builder at(ProvokedFailuresTest test) throws Exception;
    }

    /** One change to a healthy server. */
    @FunctionalInterface
    private interface Change {
        void to(HealthyServer server);
    }

    private enum Failure {
        PLAIN_HTTP_TO_ELSEWHERE(
                "url.secure",
                Mark.FAILS,
                "OAuth 2.1 §1.5",
                "https URL",
                "plain http to",
                test -> Doctor.of(URI.create("http://mcp.example/mcp")).resolver(host -> {
                    throw new UnknownHostException(host);
                })),
        DNS_FAILURE(
                "address.name",
                Mark.FAILS,
                "RFC 9110 §4.3.2",
                "name server",
                "does not resolve",
                test -> Doctor.of(URI.create("https://mcp.example/mcp")).resolver(host -> {
                    throw new UnknownHostException(host);
                })),
        CONNECTION_REFUSED(
                "address.connection",
                Mark.FAILS,
                "RFC 9110 §4.3.2",
                "Start the server",
                "refused",
                test -> Doctor.of(URI.create("http://127.0.0.1:" + freePort() + "/mcp"))),
        PROXY_DOWN(
                "proxy.connection",
                Mark.FAILS,
                "RFC 9110 §7.3.2",
                "proxy settings",
                "no connection to the proxy",
                test -> Doctor.of(URI.create("https://mcp.example/mcp"))
                        .client(HttpClient.newBuilder()
                                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", freePort())))
                                .build())),
        NO_TLS(
                "tls.protocol",
                Mark.FAILS,
                "RFC 9325 §3.1.1",
                "speak TLS 1.2 or 1.3",
                "",
                test -> Doctor.of(URI.create(
                        "https" + test.server.scripted.mcp().toString().substring(4)))),
        CERTIFICATE_EXPIRED(
                "tls.dates", Mark.FAILS, "RFC 5280 §4.1.2.5", "Renew the certificate", "valid from", test -> {
                    Certified old = test.certified("ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
                    return Doctor.of(old.url()).client(old.trusting());
                }),
        CERTIFICATE_ENDS_SOON("tls.dates", Mark.WARNS, "RFC 5280 §4.1.2.5", "Renew", "valid until", test -> {
            Certified old = test.certified("ip:127.0.0.1", "-validity", "5");
            return Doctor.of(old.url()).client(old.trusting());
        }),
        CERTIFICATE_OF_ANOTHER_HOST(
                "tls.host", Mark.FAILS, "RFC 9525 §6.3", "subjectAltName", "it is for other.example", test -> {
                    Certified other = test.certified("dns:other.example", "-validity", "90");
                    return Doctor.of(other.url()).client(other.trusting());
                }),
        CERTIFICATE_SELF_SIGNED(
                "tls.chain",
                Mark.FAILS,
                "RFC 5280 §6.1",
                "trust it",
                "self-signed",
                test -> Doctor.of(
                        test.certified("ip:127.0.0.1", "-validity", "90").url())),
        NEVER_ANSWERS("server.answer", Mark.FAILS, "RFC 9110 §15.5.2", "within seconds", "no whole answer", test -> {
            ServerSocket silent = test.close(new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1")));
            return Doctor.of(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/mcp"))
                    .patience(SHORT);
        }),
        ENDLESS_BODY("server.answer", Mark.FAILS, "RFC 9110 §15.5.2", "MCP endpoint", "longer than", test -> {
            test.server.scripted.flood("/mcp", body -> {
                byte[] block = " ".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
                while (test.server.scripted.goesOnAfter(Duration.ofMillis(1))) {
                    body.write(block);
                }
            });
            return test.server.doctor();
        }),
        HTML_INSTEAD_OF_MCP(
                "server.answer",
                Mark.FAILS,
                "RFC 9110 §15.5.2",
                "not that of a page",
                "something else than MCP: 200 with text/html",
                change(s -> s.on("/mcp", r -> new Answer(200, Map.of("Content-Type", "text/html"), "<p>hello")))),
        NO_SUCH_PATH(
                "server.answer",
                Mark.FAILS,
                "RFC 9110 §15.5.2",
                "MCP endpoint",
                "404",
                change(s -> s.on("/mcp", r -> Answer.empty(404)))),
        SERVER_ERROR(
                "server.answer",
                Mark.FAILS,
                "RFC 9110 §15.5.2",
                "answer 401",
                "500",
                change(s -> s.on("/mcp", r -> Answer.empty(500)))),
        REDIRECT_TO_ANOTHER_ORIGIN(
                "server.redirect",
                Mark.FAILS,
                "RFC 9110 §15.4",
                "another origin",
                "redirects to https://elsewhere.example",
                change(s ->
                        s.on("/mcp", r -> new Answer(307, Map.of("Location", "https://elsewhere.example/mcp"), "")))),
        REDIRECT_ON_THE_ORIGIN(
                "server.redirect",
                Mark.WARNS,
                "RFC 9110 §15.4",
                "Use the URL to which it redirects",
                "/moved",
                change(s -> s.on("/moved", s::mcp)
                        .on("/mcp", r -> new Answer(308, Map.of("Location", s.scripted.origin() + "/moved"), "")))),
        CLOCK_SKEW(
                "server.clock",
                Mark.WARNS,
                "RFC 9110 §6.6.1",
                "NTP",
                "behind",
                test -> test.server.doctor().clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)))),
        NO_CHALLENGE(
                "challenge.present",
                Mark.WARNS,
                "RFC 6750 §3",
                "WWW-Authenticate: Bearer",
                "no challenge at all",
                change(s ->
                        s.on("/mcp", r -> r.headers().containsKey("authorization") ? s.mcp(r) : Answer.empty(401)))),
        CHALLENGE_OF_BASIC(
                "challenge.present",
                Mark.WARNS,
                "RFC 6750 §3",
                "resource_metadata",
                "only Basic",
                change(s -> s.on(
                        "/mcp",
                        r -> r.headers().containsKey("authorization") ? s.mcp(r) : challenge("Basic realm=\"x\"")))),
        CHALLENGE_WITHOUT_METADATA(
                "challenge.metadata",
                Mark.WARNS,
                "RFC 9728 §5.1",
                "absolute URL",
                "no resource_metadata",
                change(s -> s.on(
                        "/mcp",
                        r -> r.headers().containsKey("authorization") ? s.mcp(r) : challenge("Bearer realm=\"x\"")))),
        RESOURCE_METADATA_FAILS(
                "resource.found",
                Mark.FAILS,
                "RFC 9728 §3.1",
                "oauth-protected-resource",
                "answered 500",
                change(s -> s.on(HealthyServer.RESOURCE, r -> Answer.empty(500)))),
        RESOURCE_METADATA_SILENT(
                "resource.found", Mark.FAILS, "RFC 9728 §3.1", "to everyone", "no whole answer", test -> {
                    test.server.scripted.flood(
                            HealthyServer.RESOURCE, body -> test.server.scripted.goesOnAfter(Duration.ofMinutes(1)));
                    return test.server.doctor().patience(SHORT);
                }),
        RESOURCE_METADATA_MISSING(
                "resource.found",
                Mark.WARNS,
                "RFC 9728 §3.1",
                "to everyone",
                "answered 404",
                change(s -> s.on(HealthyServer.RESOURCE, r -> Answer.empty(404)))),
        RESOURCE_NAMES_NO_ISSUER(
                "resource.document",
                Mark.FAILS,
                "RFC 9728 §2",
                "authorization_servers",
                "names no",
                change(s -> s.scripted.resourceMetadata(json -> json.remove("authorization_servers")))),
        RESOURCE_DOCUMENT_BROKEN(
                "resource.document",
                Mark.FAILS,
                "RFC 9728 §2",
                "Correct the member",
                "resource",
                change(s -> s.scripted.resourceMetadata(json -> json.remove("resource")))),
        RESOURCE_WITH_TRAILING_SLASH(
                "resource.match",
                Mark.WARNS,
                "RFC 9728 §3.3",
                "trailing slash",
                "differs in a trailing slash",
                change(s -> s.scripted.resourceMetadata(json -> json.put("resource", s.scripted.mcp() + "/")))),
        RESOURCE_IN_ANOTHER_CASE(
                "resource.match",
                Mark.WARNS,
                "RFC 9728 §3.3",
                "case, port",
                "differs in a trailing slash, in case",
                change(s -> s.scripted.resourceMetadata(
                        json -> json.put("resource", s.scripted.mcp().toString().replace("http:", "HTTP:"))))),
        RESOURCE_IS_THE_ORIGIN(
                "resource.match",
                Mark.WARNS,
                "RFC 9728 §3.3",
                "path",
                "what is above the endpoint",
                change(s -> s.scripted.resourceMetadata(json -> json.put("resource", s.scripted.origin())))),
        RESOURCE_OF_ANOTHER_HOST(
                "resource.match",
                Mark.FAILS,
                "RFC 9728 §3.3",
                "public URL",
                "is for https://other.example/mcp",
                change(s -> s.scripted.resourceMetadata(json -> json.put("resource", "https://other.example/mcp")))),
        RESOURCE_NOT_AT_THE_WELL_KNOWN_PLACE(
                "resource.well-known", Mark.WARNS, "RFC 9728 §3.1", "well-known location", "answered 404", change(s -> {
                    s.on("/elsewhere", s.scripted.answerer(HealthyServer.RESOURCE));
                    s.scripted.without(HealthyServer.RESOURCE);
                    String header = "Bearer resource_metadata=\"" + s.scripted.origin() + "/elsewhere\"";
                    s.on("/mcp", r -> r.headers().containsKey("authorization") ? s.mcp(r) : challenge(header));
                })),
        ISSUER_METADATA_MISSING(
                "issuer.found",
                Mark.FAILS,
                "RFC 8414 §3.1",
                "openid-configuration",
                "answered 404",
                change(s -> s.scripted.without(HealthyServer.ISSUER))),
        ISSUER_METADATA_IS_HTML(
                "issuer.found",
                Mark.FAILS,
                "RFC 8414 §3.1",
                "to everyone",
                "oauth-authorization-server",
                change(s ->
                        s.on(HealthyServer.ISSUER, r -> new Answer(200, Map.of("Content-Type", "text/html"), "<p>")))),
        ISSUER_MISMATCH(
                "issuer.match",
                Mark.FAILS,
                "RFC 8414 §3.3",
                "slash at the end",
                "the metadata says",
                change(s -> s.scripted.metadata(json -> json.put("issuer", s.scripted.origin() + "/")))),
        ENDPOINT_MISSING(
                "issuer.endpoints",
                Mark.FAILS,
                "RFC 8414 §2",
                "token_endpoint",
                "token_endpoint is missing",
                change(s -> s.scripted.metadata(json -> json.remove("token_endpoint")))),
        NO_REGISTRATION(
                "registration.ways",
                Mark.FAILS,
                "MCP authorization, client registration",
                "by hand",
                "by hand",
                change(s -> s.scripted.metadata(json -> json.remove("registration_endpoint")))),
        NO_PKCE(
                "pkce.s256",
                Mark.FAILS,
                "MCP authorization, code protection",
                "S256",
                "no method is named",
                change(s -> s.scripted.metadata(json -> json.remove("code_challenge_methods_supported")))),
        ONLY_PLAIN_PKCE(
                "pkce.s256",
                Mark.FAILS,
                "MCP authorization, code protection",
                "S256",
                "only plain",
                change(s ->
                        s.scripted.metadata(json -> json.put("code_challenge_methods_supported", List.of("plain"))))),
        NO_CODE_GRANT(
                "grant.code",
                Mark.FAILS,
                "RFC 8414 §2",
                "authorization_code",
                "only client_credentials",
                change(s -> s.scripted.metadata(
                        json -> json.put("grant_types_supported", List.of("client_credentials", "refresh_token"))))),
        NO_REFRESH_TOKENS(
                "grant.refresh",
                Mark.WARNS,
                "RFC 6749 §6",
                "refresh_token",
                "only authorization_code",
                change(s ->
                        s.scripted.metadata(json -> json.put("grant_types_supported", List.of("authorization_code"))))),
        ONLY_MUTUAL_TLS(
                "token.authentication",
                Mark.FAILS,
                "RFC 8414 §2",
                "public clients",
                "only tls_client_auth",
                change(s -> s.scripted.metadata(
                        json -> json.put("token_endpoint_auth_methods_supported", List.of("tls_client_auth"))))),
        SCOPE_UNKNOWN(
                "scope.offered",
                Mark.WARNS,
                "RFC 8414 §2",
                "Add the scope",
                "not named there: admin",
                change(s ->
                        s.scripted.resourceMetadata(json -> json.put("scopes_supported", List.of("read", "admin"))))),
        NO_ISSUER_PARAMETER(
                "issuer.parameter",
                Mark.WARNS,
                "RFC 9207 §3",
                "add iss",
                "is not true",
                change(s ->
                        s.scripted.metadata(json -> json.remove("authorization_response_iss_parameter_supported")))),
        UNKNOWN_TOKEN_IS_A_BAD_REQUEST(
                "token.unknown",
                Mark.FAILS,
                "RFC 6750 §3.1",
                "it has to refresh",
                "answered 400",
                change(s ->
                        s.on("/mcp", r -> r.headers().containsKey("authorization") ? Answer.empty(400) : s.mcp(r)))),
        UNKNOWN_TOKEN_IS_FORBIDDEN(
                "token.unknown",
                Mark.FAILS,
                "RFC 6750 §3.1",
                "Answer 401",
                "answered 403",
                change(s ->
                        s.on("/mcp", r -> r.headers().containsKey("authorization") ? Answer.empty(403) : s.mcp(r)))),
        UNKNOWN_TOKEN_IS_TAKEN(
                "token.unknown",
                Mark.FAILS,
                "RFC 6750 §3.1",
                "unknown, expired",
                "is taken",
                change(s ->
                        s.on("/mcp", r -> r.headers().containsKey("authorization") ? Answer.empty(200) : s.mcp(r)))),
        UNKNOWN_TOKEN_WITHOUT_ERROR(
                "token.unknown",
                Mark.WARNS,
                "RFC 6750 §3.1",
                "invalid_token",
                "401 invalid_request",
                change(s -> s.on(
                        "/mcp",
                        r -> r.headers().containsKey("authorization") ? s.unknown("invalid_request") : s.mcp(r)))),
        UNSIGNED_JWT_IS_TAKEN(
                "token.forged",
                Mark.FAILS,
                "RFC 9068 §4",
                "Verify signature",
                "alg none is taken",
                change(s -> s.on(
                        "/mcp",
                        r -> r.headers().getOrDefault("authorization", "").startsWith("Bearer eyJ")
                                ? Answer.empty(200)
                                : s.mcp(r)))),
        STATE_DIRECTORY_OPEN(
                "store.directory", Mark.WARNS, "RFC 6819 §5.1.4", "mode 0700", "open to others: rwxr-xr-x", test -> {
                    Path state = Files.createDirectory(test.directory.resolve("state"));
                    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
                    return test.server.doctor().stateDirectory(state);
                }),
        STATE_DIRECTORY_IS_A_FILE(
                "store.directory",
                Mark.FAILS,
                "RFC 6819 §5.1.4",
                "--state-dir",
                "no directory",
                test -> test.server.doctor().stateDirectory(Files.createFile(test.directory.resolve("state")))),
        DOCUMENT_DAMAGED("store.damage", Mark.WARNS, "RFC 6819 §5.1.4", "look at the disk", "1 set aside", test -> {
            Path state = Files.createDirectory(test.directory.resolve("state"));
            Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
            Files.createFile(state.resolve("x.damaged"));
            return test.server.doctor().stateDirectory(state);
        }),
        KEY_LOST("store.key", Mark.FAILS, "RFC 6819 §5.1.4", "--replace-lost-key", "cannot be had", test -> {
            Path state = test.directory.resolve("state");
            SignedIn.at(test.server.scripted.mcp(), test.encrypted(state));
            try (var files = Files.list(state)) {
                for (Path key : files.filter(f -> f.toString().endsWith(".key")).toList()) {
                    Files.delete(key);
                }
            }
            return test.server.doctor().store(() -> test.encrypted(state));
        }),
        TOKENS_EXPIRED("stored.tokens", Mark.WARNS, "RFC 6749 §6", "Sign in again", "expired at", test -> {
            test.server.scripted.tokens(json -> json.remove("refresh_token").put("expires_in", 1));
            var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
            return test.server
                    .doctor()
                    .store(() -> store)
                    .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
        }),
        TOKENS_FOR_ANOTHER_RESOURCE("stored.resource", Mark.FAILS, "RFC 8707 §2", "another name", "not for", test -> {
            test.server.scripted.resourceMetadata(json -> json.put("resource", test.server.scripted.origin()));
            var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
            test.server.scripted.resourceMetadata(json -> json);
            return test.server.doctor().store(() -> store);
        }),
        ISSUER_HAS_CHANGED(
                "stored.issuer",
                Mark.WARNS,
                "RFC 9728 §3.3",
                "another authorization server",
                "not named any more",
                test -> {
                    var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
                    HealthyServer next = test.close(new HealthyServer());
                    test.server.scripted.resourceMetadata(
                            json -> json.put("authorization_servers", List.of(next.scripted.origin())));
                    return test.server.doctor().store(() -> store);
                }),
        CLIENT_OF_ANOTHER_PORT(
                "stored.client", Mark.WARNS, "RFC 8252 §7.3", "made anew", "not for http://127.0.0.1:", test -> {
                    var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
                    RedirectUri now = new RedirectUri("http://127.0.0.1:" + freePort() + "/callback");
                    return test.server.doctor().store(() -> store).callback(now);
                }),
        SECRET_HAS_EXPIRED("stored.client", Mark.WARNS, "RFC 8252 §7.3", "made anew", "has expired", test -> {
            test.server.on(
                    "/register",
                    r -> Answer.json(
                            201,
                            JsonObject.builder()
                                    .put("client_id", "c")
                                    .put("client_secret", "secretsecret")
                                    .put(
                                            "client_secret_expires_at",
                                            Clock.systemUTC().instant().getEpochSecond() + 60)
                                    .build()));
            var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
            return test.server
                    .doctor()
                    .store(() -> store)
                    .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
        }),
        CALLBACK_PORT_TAKEN("callback.port", Mark.FAILS, "RFC 8252 §7.3", "another bridge", "in use", test -> {
            ServerSocket taken = test.close(new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1")));
            return test.server
                    .doctor()
                    .callback(new RedirectUri("http://127.0.0.1:" + taken.getLocalPort() + "/callback"));
        }),
        STORED_TOKEN_REFUSED(
                "server.accepts", Mark.FAILS, "RFC 6750 §3.1", "audience and scope", "answered 401", test -> {
                    var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
                    test.server.scripted.expireAccessTokens();
                    return test.server.doctor().store(() -> store);
                }),
        NO_KNOWN_REVISION("server.era", Mark.FAILS, "MCP 2026-07-28, versioning", "2026-07-28", "", test -> {
            var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
            test.server.withoutSessions().withoutTheStatelessEra();
            return test.server.doctor().store(() -> store);
        }),
        REGISTRATION_REFUSED(
                "register.client", Mark.FAILS, "RFC 7591 §3", "log of the authorization server", "400", test -> {
                    test.server.on("/register", r -> ScriptedServer.error("invalid_client_metadata"));
                    return test.server.doctor().registering();
                }),
        AUTHORIZATION_REFUSED(
                "register.authorize", Mark.FAILS, "RFC 6749 §4.1.1", "redirect URI on 127.0.0.1", "400", test -> {
                    test.server.on("/authorize", r -> Answer.empty(400));
                    return test.server.doctor().registering();
                }),
        PORT_IS_COMPARED("register.port", Mark.WARNS, "RFC 8252 §7.3", "leave the port", "answered 400", test -> {
            var authorize = test.server.scripted.answerer("/authorize");
            test.server.on(
                    "/authorize",
                    r -> r.query()
                                    .value("redirect_uri")
                                    .filter(Trial.REGISTERED.value()::equals)
                                    .isPresent()
                            ? authorize.answer(r)
                            : Answer.empty(400));
            return test.server.doctor().registering();
        }),
        CLIENT_FORGOTTEN(
                "register.known",
                Mark.WARNS,
                "RFC 6749 §4.1.2.1",
                "another client is registered",
                "answered 400",
                test -> {
                    var store = SignedIn.at(test.server.scripted.mcp(), new MemoryCredentialStore());
                    var authorize = test.server.scripted.answerer("/authorize");
                    test.server.on(
                            "/authorize",
                            r -> r.query()
                                            .value("client_id")
                                            .filter("client-1"::equals)
                                            .isPresent()
                                    ? Answer.empty(400)
                                    : authorize.answer(r));
                    return test.server.doctor().store(() -> store).registering();
                }),
        NO_CORS_AT_THE_SERVER(
                "cors.server",
                Mark.WARNS,
                "Fetch, CORS protocol",
                "answer OPTIONS",
                "answered 401",
                change(s -> s.plainlyOn("/mcp", r -> HealthyServer.readable(s.mcp(r))))),
        CHALLENGE_NOT_EXPOSED(
                "cors.exposed", Mark.WARNS, "Fetch, CORS protocol", "Expose-Headers", "not exposed: WWW-", change(s -> {
                    var mcp = s.scripted.answerer("/mcp");
                    s.plainlyOn("/mcp", r -> r.method().equals("OPTIONS") ? mcp.answer(r) : allowing(s.mcp(r)));
                })),
        NO_CORS_AT_THE_RESOURCE_METADATA(
                "cors.resource",
                Mark.WARNS,
                "Fetch, CORS protocol",
                "Allow-Origin: *",
                "no Access",
                unreadable(HealthyServer.RESOURCE)),
        NO_CORS_AT_THE_ISSUER_METADATA(
                "cors.issuer",
                Mark.WARNS,
                "Fetch, CORS protocol",
                "Allow-Origin: *",
                "no Access",
                unreadable(HealthyServer.ISSUER)),
        NO_CORS_AT_THE_TOKEN_ENDPOINT(
                "cors.token", Mark.WARNS, "Fetch, CORS protocol", "token endpoint", "preflight", unreadable("/token")),
        NO_CORS_AT_THE_REGISTRATION(
                "cors.registration",
                Mark.WARNS,
                "Fetch, CORS protocol",
                "registration",
                "preflight",
                unreadable("/register"));

        private final String id;
        private final Mark mark;
        private final String section;
        private final String remedy;
        private final String detail;
        private final Provocation provocation;

        Failure(String id, Mark mark, String section, String remedy, String detail, Provocation provocation) {
            this.id = "doctor." + id;
            this.mark = mark;
            this.section = section;
            this.remedy = remedy;
            this.detail = detail;
            this.provocation = provocation;
        }

        private static Provocation change(Change change) {
            return test -> {
                change.to(test.server);
                return test.server.doctor();
            };
        }

        private static Provocation unreadable(String path) {
            return change(s -> {
                var readable = s.scripted.answerer(path);
                s.plainlyOn(path, r -> without(r.method().equals("OPTIONS") ? Answer.empty(405) : readable.answer(r)));
            });
        }

        private static Answer without(Answer answer) {
            return new Answer(answer.status(), Map.of("Content-Type", "application/json"), answer.body());
        }

        private static Answer allowing(Answer answer) {
            Map<String, String> headers = new HashMap<>(answer.headers());
            headers.put("Access-Control-Allow-Origin", "*");
            return new Answer(answer.status(), headers, answer.body());
        }

        private static Answer challenge(String header) {
            return new Answer(401, Map.of("WWW-Authenticate", header), "");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesCauseAndRemedy(Failure failure) throws Exception {
        Diagnosis diagnosis = failure.provocation.at(this).build().examine();
        Finding first = diagnosis.findings().stream()
                .filter(found -> found.mark() == Mark.FAILS || found.mark() == Mark.WARNS)
                .findFirst()
                .orElseThrow(() -> new AssertionError(diagnosis.table()));
        assertThat(first.rule().id()).as(diagnosis.table()).isEqualTo(failure.id);
        assertThat(first.mark()).as(diagnosis.table()).isEqualTo(failure.mark);
        assertThat(first.rule().section()).isEqualTo(failure.section);
        assertThat(first.rule().remedy()).contains(failure.remedy);
        assertThat(first.detail()).contains(failure.detail);
        assertThat(diagnosis.canSignIn()).as(diagnosis.table()).isEqualTo(failure.mark == Mark.WARNS);
    }

    /** But for the row that repeats in one word what our client makes of the others. */
    @Test
    void everyRuleIsProvoked() {
        List<String> provoked =
                List.of(Failure.values()).stream().map(failure -> failure.id).toList();
        assertThat(Doctor.rules().stream().map(Rule::id))
                .allMatch(id -> provoked.contains(id) || id.equals("doctor.issuer.discovery"));
    }

    private Certified certified(String name, String... options) throws Exception {
        return close(new Certified(directory, name, options));
    }

    private EncryptedFileCredentialStore encrypted(Path state) throws IOException {
        return EncryptedFileCredentialStore.in(state)
                .key(KeySources.keyFile(state))
                .open();
    }

    private <T extends AutoCloseable> T close(T other) {
        others.add(other);
        return other;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable other : others) {
            other.close();
        }
        server.close();
    }
}
