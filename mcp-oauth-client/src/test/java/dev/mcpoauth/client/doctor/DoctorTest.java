package dev.mcpoauth.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.authentication.SecretPost;
import dev.mcpoauth.client.doctor.Finding.Mark;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.HostileServer;
import dev.mcpoauth.client.testing.Misbehaviour;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
    private final HealthyServer server = new HealthyServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private static Finding finding(Diagnosis diagnosis, String id) {
        return diagnosis.findings().stream()
                .filter(found -> found.rule().id().equals("doctor." + id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsNothingWrongWithAHealthyServer() throws Exception {
        Diagnosis diagnosis = server.doctor().build().examine();
        assertThat(diagnosis.canSignIn()).isTrue();
        assertThat(diagnosis.findings())
                .as(diagnosis.table())
                .allMatch(found -> found.mark() == Mark.HOLDS || found.mark() == Mark.SKIPPED);
        assertThat(finding(diagnosis, "token.unknown").mark()).isEqualTo(Mark.HOLDS);
        assertThat(finding(diagnosis, "server.era").mark()).isEqualTo(Mark.SKIPPED);
    }

    @Test
    void looksAtEverythingOfAServerThatItMaySignInToAndRegisterAt() throws Exception {
        MemoryCredentialStore store = SignedIn.at(server.scripted.mcp(), new MemoryCredentialStore());
        Diagnosis diagnosis =
                server.doctor().store(() -> store).registering().build().examine();
        assertThat(diagnosis.marked(Mark.HOLDS))
                .as(diagnosis.table())
                .hasSize(Doctor.rules().size() - 6);
        assertThat(diagnosis.marked(Mark.SKIPPED))
                .extracting(found -> found.rule().id())
                .containsExactlyInAnyOrder(
                        "doctor.tls.protocol",
                        "doctor.tls.dates",
                        "doctor.tls.host",
                        "doctor.tls.chain",
                        "doctor.store.directory",
                        "doctor.store.damage");
    }

    @Test
    void showsNoKeyThatStandsInThePath() throws Exception {
        Diagnosis diagnosis = Doctor.of(server.scripted.mcp().resolve("/s/sk_live_51H8xyzA%2Bb/mcp"))
                .patience(Duration.ofSeconds(3))
                .build()
                .examine();
        for (String text :
                List.of(diagnosis.report(List.of()), diagnosis.toJson(), diagnosis.table(), diagnosis.toString())) {
            assertThat(text).doesNotContain("sk_live_51H8");
        }
        assertThat(diagnosis.report(List.of()))
                .contains("- Server: `" + server.scripted.origin() + "/s/[redacted]/mcp`");
        assertThat(JsonObject.parse(diagnosis.toJson()).string("server"))
                .contains(server.scripted.origin() + "/s/[redacted]/mcp");
    }

    @Test
    void looksAtTheSignInOfTheSubjectThatItIsTold() throws Exception {
        MemoryCredentialStore store = SignedIn.at(server.scripted.mcp(), "flags-1", new MemoryCredentialStore());
        assertThat(stored(server.doctor().store(() -> store).subject("flags-1")))
                .isEqualTo(Mark.HOLDS);
        assertThat(stored(server.doctor().store(() -> store))).isEqualTo(Mark.SKIPPED);
        assertThatThrownBy(() -> server.doctor().subject("a\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Mark stored(Doctor.Builder doctor) throws InterruptedException {
        return finding(doctor.build().examine(), "stored.tokens").mark();
    }

    @Test
    void leavesNothingAtTheServerUnlessTold() throws Exception {
        server.doctor().build().examine();
        for (String path : List.of("/register", "/token")) {
            assertThat(server.scripted.received(path))
                    .extracting(r -> r.method())
                    .containsExactly("OPTIONS");
        }
        assertThat(server.scripted.received("/authorize")).isEmpty();
        assertThat(server.scripted.received("/mcp")).noneMatch(r -> r.body().contains("\"initialize\""));
    }

    @Test
    void closesTheSessionThatItOpensAtAServerWithoutSignIn() throws Exception {
        server.unlocked().withoutTheStatelessEra().on("/mcp", request -> {
            Answer answer = server.mcp(request);
            return request.body().contains("\"initialize\"")
                    ? new Answer(200, Map.of("Content-Type", "application/json", "Mcp-Session-Id", "s1"), answer.body())
                    : answer;
        });
        Diagnosis diagnosis = server.doctor().build().examine();
        assertThat(finding(diagnosis, "server.answer").detail()).contains("asks for no sign-in");
        long opened = server.scripted.received("/mcp").stream()
                .filter(r -> r.body().contains("\"initialize\""))
                .count();
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.scripted.received("/mcp").stream()
                                .filter(r -> r.method().equals("DELETE")))
                        .hasSize((int) opened)
                        .allMatch(r -> r.headers().get("mcp-session-id").equals("s1")));
    }

    @Test
    void removesTheClientThatItHasRegistered() throws Exception {
        server.on(
                "/register",
                request -> Answer.json(
                        201,
                        JsonObject.parse(request.body()).toBuilder()
                                .put("client_id", "c")
                                .put("registration_client_uri", server.scripted.origin() + "/register/c")
                                .put("registration_access_token", "remove-me-please")
                                .build()));
        server.doctor().registering().build().examine();
        assertThat(server.scripted.received("/register/c"))
                .singleElement()
                .satisfies(r -> assertThat(r.method()).isEqualTo("DELETE"))
                .satisfies(r -> assertThat(r.headers()).containsEntry("authorization", "Bearer remove-me-please"));
    }

    @Test
    void tellsWhichErasAServerSpeaks() throws Exception {
        server.unlocked();
        assertThat(era())
                .contains("2026-07-28 and the session era")
                .contains("healthy")
                .contains("tools");
        server.withoutSessions();
        assertThat(era()).contains("2026-07-28 only (stateless)");
    }

    @Test
    void tellsThatAServerSpeaksSessionsOnly() throws Exception {
        server.unlocked().withoutTheStatelessEra();
        assertThat(era()).contains("2025-11-25 at most (sessions)");
    }

    private String era() throws InterruptedException {
        return finding(server.doctor().build().examine(), "server.era").detail();
    }

    @Test
    void seesWhetherAPageMayReadTheIdOfItsSession() throws Exception {
        MemoryCredentialStore store = SignedIn.at(server.scripted.mcp(), new MemoryCredentialStore());
        server.withoutTheStatelessEra();
        server.scripted.on("/mcp", request -> {
            if (request.method().equals("OPTIONS")) {
                return HealthyServer.preflight();
            }
            Map<String, String> headers = new HashMap<>(server.mcp(request).headers());
            headers.put("Access-Control-Allow-Origin", "*");
            headers.put("Access-Control-Expose-Headers", "WWW-Authenticate");
            if (request.body().contains("\"initialize\"")) {
                headers.put("Mcp-Session-Id", "s1");
            }
            Answer answer = server.mcp(request);
            return new Answer(answer.status(), headers, answer.body());
        });
        Diagnosis stranger = server.doctor().build().examine();
        assertThat(finding(stranger, "cors.exposed").mark()).isEqualTo(Mark.HOLDS);
        Diagnosis diagnosis = server.doctor().store(() -> store).build().examine();
        assertThat(finding(diagnosis, "cors.exposed").detail()).isEqualTo("not exposed: Mcp-Session-Id");
    }

    @Test
    void takesAClientThatIsSetUpForAWay() throws Exception {
        server.scripted.metadata(json -> json.remove("registration_endpoint")
                .put("token_endpoint_auth_methods_supported", List.of("client_secret_post")));
        RegistrationSettings setUp = RegistrationSettings.builder("test")
                .preRegistered(ClientCredentials.ofFirstIssuer(
                        "me", new SecretPost(ClientSecret.parse("a-secret-of-the-client"))))
                .build();
        Diagnosis diagnosis = server.doctor().registration(setUp).build().examine();
        assertThat(diagnosis.canSignIn()).as(diagnosis.table()).isTrue();
        assertThat(finding(diagnosis, "registration.ways").detail()).contains("set up here");
        assertThat(finding(diagnosis, "token.authentication").detail()).contains("uses client_secret_post");
    }

    /** Our client signs in there by the endpoints of MCP 2025-03-26, if they are there. */
    @Test
    void tellsAServerOfTheFirstRevisionFromOneWithoutAnySignIn() throws Exception {
        server.scripted.without(HealthyServer.RESOURCE).without(HealthyServer.ISSUER);
        server.on("/authorize", request -> Answer.empty(400));
        assertThat(server.doctor().build().examine().canSignIn()).isTrue();
        server.scripted.without("/authorize");
        Diagnosis diagnosis = server.doctor().build().examine();
        assertThat(diagnosis.canSignIn()).isFalse();
        assertThat(finding(diagnosis, "issuer.found").mark()).isEqualTo(Mark.FAILS);
    }

    @Test
    void saysWhichGivenHeaderCannotBeSent() throws Exception {
        Diagnosis diagnosis =
                server.doctor().headers(Map.of("Host", "other.example")).build().examine();
        assertThat(finding(diagnosis, "server.answer").detail()).contains("restricted header name");
    }

    @Test
    void saysOfPlainHttpNoMoreThanThat() throws Exception {
        Diagnosis diagnosis = Doctor.of(URI.create("http://mcp.example/mcp"))
                .store(MemoryCredentialStore::new)
                .resolver(host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")})
                .build()
                .examine();
        assertThat(finding(diagnosis, "url.secure").mark()).isEqualTo(Mark.FAILS);
        assertThat(finding(diagnosis, "store.key").mark()).isEqualTo(Mark.HOLDS);
    }

    /** The server sends back what it was sent, wherever it can. */
    @Test
    void showsNoSecretThatAServerSendsBack() throws Exception {
        MemoryCredentialStore store = SignedIn.at(server.scripted.mcp(), new MemoryCredentialStore());
        server.on("/mcp", request -> {
            String key = request.headers().getOrDefault("x-api-key", "none");
            String token =
                    request.headers().getOrDefault("authorization", "none").replace("Bearer ", "");
            if (token.equals("none") || !server.scripted.isGood(request)) {
                return new Answer(
                        401,
                        Map.of(
                                "WWW-Authenticate",
                                "Bearer error=\"" + key + "\", scope=\"" + key + "\", " + key
                                        + "=\"1\", resource_metadata=\"" + server.scripted.origin()
                                        + HealthyServer.RESOURCE + "\""),
                        key);
            }
            Answer answer = server.mcp(request);
            return new Answer(answer.status(), answer.headers(), answer.body().replace("healthy", token + " " + key));
        });
        Diagnosis diagnosis = server.doctor()
                .store(() -> store)
                .headers(Map.of("X-Api-Key", "key-of-the-user"))
                .registering()
                .build()
                .examine();
        String all = diagnosis.table() + diagnosis.toJson() + diagnosis.report(List.of());
        assertThat(finding(diagnosis, "server.era").detail()).contains("[redacted]");
        assertThat(finding(diagnosis, "token.unknown").detail()).contains("[redacted]");
        assertThat(all)
                .doesNotContain("key-of-the-user")
                .doesNotContain("access-")
                .doesNotContain("refresh-");
    }

    @Test
    void showsNeitherTheQueryOfTheServerNorControlCharacters() throws Exception {
        server.scripted.metadata(
                json -> json.put("code_challenge_methods_supported", List.of("\u001b[2J`|\u0007\u202e")));
        Doctor doctor = Doctor.of(URI.create(server.scripted.mcp() + "?key=secret-in-the-query"))
                .patience(Duration.ofSeconds(3))
                .build();
        Diagnosis diagnosis = doctor.examine();
        for (String text : List.of(diagnosis.table(), diagnosis.toJson(), diagnosis.report(List.of("\u001b[1m")))) {
            assertThat(text).doesNotContain("secret-in-the-query");
            assertThat(text.chars().filter(c -> c != '\n')).noneMatch(c -> Character.isISOControl(c) || c == '\u202e');
        }
        assertThat(diagnosis.report(List.of())).contains("`only \uFFFD[2J'\\|");
    }

    /** It asks each server within bounds, and takes nobody's word for where to ask. */
    @ParameterizedTest
    @EnumSource
    void examinesHostileServersWithoutHarm(Misbehaviour misbehaviour) throws Exception {
        try (HostileServer hostile = new HostileServer()) {
            hostile.misbehave(misbehaviour);
            Diagnosis diagnosis = Doctor.of(hostile.mcp())
                    .patience(Duration.ofMillis(400))
                    .build()
                    .examine();
            assertThat(diagnosis.findings()).hasSameSizeAs(Doctor.rules());
            assertThat(hostile.honest().pathsAsked()).isEmpty();
            assertThat(diagnosis.table().chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s/loot#fragment", "http://somebody@127.0.0.1:%d/loot"})
    void asksNoUrlThatTheClientWouldNotAsk(String url) throws Exception {
        String loot = url.startsWith("%s")
                ? url.formatted(server.scripted.origin())
                : url.formatted(server.scripted.mcp().getPort());
        server.on(
                "/mcp",
                r -> new Answer(401, Map.of("WWW-Authenticate", "Bearer resource_metadata=\"" + loot + "\""), ""));
        Diagnosis diagnosis = server.doctor().build().examine();
        assertThat(server.scripted.received("/loot")).isEmpty();
        assertThat(finding(diagnosis, "resource.found").detail()).contains("must not be asked [client.url.not-secure]");
        assertThat(diagnosis.canSignIn()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "METADATA_OF_ANOTHER_ISSUER",
                "RESOURCE_OF_SOMEBODY_ELSE",
                "TOKEN_ENDPOINT_IN_THE_CLEAR",
                "AUTHORIZATION_ENDPOINT_JAVASCRIPT",
                "AUTHORIZATION_ENDPOINT_IN_THE_CLEAR",
                "TOKEN_ENDPOINT_FILE",
                "REGISTRATION_ENDPOINT_IN_THE_CLEAR",
                "METADATA_HINT_IN_THE_CLEAR",
                "METADATA_HINT_FILE",
                "HTML_FROM_THE_METADATA",
                "DEEP_METADATA",
                "HUGE_METADATA",
                "HUGE_RESOURCE_METADATA",
                "DRIPPING_METADATA",
                "METADATA_REDIRECTS"
            })
    void failsWhereTheClientWould(Misbehaviour misbehaviour) throws Exception {
        try (HostileServer hostile = new HostileServer()) {
            hostile.misbehave(misbehaviour);
            Doctor.Builder doctor = Doctor.of(hostile.mcp()).patience(Duration.ofMillis(400));
            assertThat(doctor.build().examine().canSignIn()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://a.example", "https:/path", "https://me@a.example", "https://a.example/#x", "mailto:a"})
    void examinesUrlsOfServersOnly(String url) {
        assertThatThrownBy(() -> Doctor.of(URI.create(url))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesClientsThatFollowRedirects() {
        HttpClient follower = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> server.doctor().client(follower)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> server.doctor().build().examine()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void saysTheSameToMachines() throws Exception {
        server.on("/mcp", request -> Answer.empty(500));
        Diagnosis diagnosis = server.doctor().build().examine();
        JsonObject json = JsonObject.parse(diagnosis.toJson());
        assertThat(json.bool("canSignIn")).contains(false);
        assertThat(json.string("server")).contains(server.scripted.mcp().toString());
        List<Object> findings = json.array("findings").orElseThrow();
        assertThat(findings).hasSameSizeAs(Doctor.rules());
        JsonObject answer = (JsonObject) findings.stream()
                .filter(found -> ((JsonObject) found)
                        .string("id")
                        .filter("doctor.server.answer"::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(answer.names()).containsExactly("id", "mark", "checks", "detail", "section", "remedy", "reasons");
        assertThat(answer.string("mark")).contains("fails");
    }
}
