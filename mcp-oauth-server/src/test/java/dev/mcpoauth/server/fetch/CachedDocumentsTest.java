package dev.mcpoauth.server.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.FetchSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Documents are kept as HTTP says, within bounds (RFC 9111)")
@Timeout(30)
class CachedDocumentsTest {
    private static final URI URL = URI.create("https://app.example/client.json");

    private final List<Optional<String>> etags = new CopyOnWriteArrayList<>();
    private final List<FetchProblem> problems = new CopyOnWriteArrayList<>();
    private DocumentSource source = (url, etag) -> json("v1");
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    private final FetchListener listener = new FetchListener() {
        @Override
        public void fetched(URI url) {}

        @Override
        public void failed(URI url, FetchProblem problem, IOException why) {
            problems.add(problem);
        }
    };

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private CachedDocuments<String> documents(FetchSettings settings) {
        DocumentSource counted = (url, etag) -> {
            etags.add(etag);
            return source.get(url, etag);
        };
        AuthorizationServerSettings server = AuthorizationServerSettings.builder()
                .issuer("https://as.example")
                .resource(ResourceSettings.of("https://as.example/mcp", Scope.of("x")))
                .build();
        return new CachedDocuments<>(
                new Fetches(counted, settings, server.rateLimits(), listener),
                (url, body) -> new String(body, UTF_8),
                clock);
    }

    private CachedDocuments<String> documents() {
        return documents(FetchSettings.defaults());
    }

    private static DocumentResponse json(String body, String... headers) {
        return response(200, body, headers);
    }

    private static DocumentResponse response(int status, String body, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return DocumentResponse.of(status, all, body.getBytes(UTF_8));
    }

    private static FetchProblem problem(Lookup<String> lookup) {
        return ((Lookup.None<String>) lookup).failure().problem();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                              | -    | 3600",
                "max-age=600                    | -    | 600",
                "public, max-age=600            | 100  | 500",
                "Max-Age=600, must-revalidate   | -    | 600",
                "max-age=\"600\"                | -    | 600",
                "max-age=0                      | -    | 60",
                "no-store                       | -    | 60",
                "no-cache, max-age=600          | -    | 60",
                "max-age=600                    | 9999 | 60",
                "max-age=31536000, immutable    | -    | 86400",
                "s-maxage=600                   | -    | 3600",
                "max-age=soon                   | -    | 3600",
                "x-max-age=5                    | -    | 3600",
            })
    void areFreshForAsLongAsTheirResponseSays(String control, String age, long seconds) {
        source = (url, etag) -> control == null
                ? json("v1")
                : age == null ? json("v1", "Cache-Control", control) : json("v1", "Cache-Control", control, "Age", age);
        CachedDocuments<String> documents = documents();
        documents.get(URL);

        pass(Duration.ofSeconds(seconds - 1));
        documents.get(URL);
        assertThat(etags).as("still fresh").hasSize(1);

        pass(Duration.ofSeconds(1));
        documents.get(URL);
        assertThat(etags).as("fetched again").hasSize(2);
    }

    @Test
    void areAskedForByTheirETagAndKeptWhenUnchanged() {
        source = (url, etag) ->
                etag.isEmpty() ? json("v1", "ETag", "\"one\"") : response(304, "", "Cache-Control", "max-age=600");
        CachedDocuments<String> documents = documents();
        documents.get(URL);
        pass(Duration.ofHours(1));

        assertThat(documents.get(URL)).isEqualTo(new Lookup.Fresh<>("v1"));
        assertThat(etags).containsExactly(Optional.empty(), Optional.of("\"one\""));
        pass(Duration.ofSeconds(599));
        documents.get(URL);
        assertThat(etags).as("fresh for as long as the 304 says").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\r\nX: y", "é", ""})
    void anETagThatDoesNotFitOneLineIsNotSentBack(String etag) {
        source = (url, known) -> json("v1", "ETag", etag);
        CachedDocuments<String> documents = documents();
        documents.get(URL);
        pass(Duration.ofHours(1));
        documents.get(URL);

        assertThat(etags).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void serveOnWhileTheirHostIsDownAndNotForever() {
        CachedDocuments<String> documents = documents();
        documents.get(URL);
        source = (url, etag) -> {
            throw new IOException("connection refused");
        };

        pass(Duration.ofHours(2));
        assertThat(documents.get(URL)).isInstanceOf(Lookup.Stale.class);
        pass(Duration.ofHours(22));
        assertThat(documents.get(URL)).isInstanceOf(Lookup.Stale.class);
        pass(Duration.ofHours(2));
        assertThat(problem(documents.get(URL))).isEqualTo(FetchProblem.UNREACHABLE);
    }

    @Test
    void areFreshAgainAfterTheOutage() {
        CachedDocuments<String> documents = documents();
        source = (url, etag) -> {
            throw new IOException("connection refused");
        };
        assertThat(problem(documents.get(URL))).isEqualTo(FetchProblem.UNREACHABLE);
        source = (url, etag) -> json("v2");

        pass(Duration.ofSeconds(14));
        assertThat(problem(documents.get(URL))).as("left alone for a pause").isEqualTo(FetchProblem.UNREACHABLE);
        pass(Duration.ofSeconds(1));
        assertThat(documents.get(URL)).isEqualTo(new Lookup.Fresh<>("v2"));
        assertThat(etags).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void aHostThatCanNotAtTheMomentIsDown(int status) {
        CachedDocuments<String> documents = documents();
        documents.get(URL);
        source = (url, etag) -> response(status, "");
        pass(Duration.ofHours(1));

        assertThat(documents.get(URL)).isInstanceOf(Lookup.Stale.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 410, 451})
    void anyOtherStatusMeansThatThereIsNoDocumentAnyMore(int status) {
        CachedDocuments<String> documents = documents();
        documents.get(URL);
        if (status != 304) {
            source = (url, etag) -> response(status, "{}");
            pass(Duration.ofHours(1));
            assertThat(problem(documents.get(URL))).isEqualTo(FetchProblem.UNUSABLE);
        }
        source = (url, etag) -> response(status, "{}");
        assertThat(problem(documents.get(URI.create("https://app.example/new"))))
                .isEqualTo(FetchProblem.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text/html", "text/json", "application/jsonp", "application/xml+json2", "json", "+json"})
    void anotherMediaTypeIsNoDocument(String type) {
        source = (url, etag) -> json("{}", "Content-Type", type);

        assertThat(problem(documents().get(URL))).isEqualTo(FetchProblem.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/client+json"})
    void jsonIsADocument(String type) {
        source = (url, etag) -> json("{}", "Content-Type", type);

        assertThat(documents().get(URL)).isEqualTo(new Lookup.Fresh<>("{}"));
    }

    @Test
    void aContentCodingThatNobodyAskedForIsNoDocument() {
        source = (url, etag) -> json("{}", "Content-Encoding", "gzip");

        assertThat(problem(documents().get(URL))).isEqualTo(FetchProblem.UNUSABLE);
    }

    @Test
    void manyWhoAskAtOnceShareOneFetch() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        source = (url, etag) -> {
            awaitQuietly(answer);
            return json("v1");
        };
        CachedDocuments<String> documents = documents();
        List<CompletableFuture<Lookup<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> documents.get(URL), task -> new Thread(task).start()));
        }
        await().until(() -> etags.size() == 1);
        answer.countDown();

        for (CompletableFuture<Lookup<String>> one : waiting) {
            assertThat(one.get()).isEqualTo(new Lookup.Fresh<>("v1"));
        }
        assertThat(etags).hasSize(1);
    }

    @Test
    void noMoreAreFetchedAtOnceThanAllowedAndTheOthersAreToldSo() throws Exception {
        Semaphore started = new Semaphore(0);
        CountDownLatch answer = new CountDownLatch(1);
        source = (url, etag) -> {
            started.release();
            awaitQuietly(answer);
            return json("v1");
        };
        CachedDocuments<String> documents =
                documents(FetchSettings.builder().concurrent(2).build());
        CompletableFuture<Lookup<String>> one =
                CompletableFuture.supplyAsync(() -> documents.get(URI.create("https://a.example/1")));
        CompletableFuture<Lookup<String>> two =
                CompletableFuture.supplyAsync(() -> documents.get(URI.create("https://b.example/2")));
        started.acquire(2);

        assertThat(problem(documents.get(URI.create("https://c.example/3")))).isEqualTo(FetchProblem.LIMITED);
        answer.countDown();
        assertThat(one.get()).isInstanceOf(Lookup.Fresh.class);
        assertThat(two.get()).isInstanceOf(Lookup.Fresh.class);
        assertThat(documents.get(URI.create("https://c.example/3"))).isInstanceOf(Lookup.Fresh.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNameServiceThatHangsHoldsUpNobodyForLongerThanTheLimit() {
        CountDownLatch never = new CountDownLatch(1);
        source = (url, etag) -> {
            awaitQuietly(never);
            return json("late");
        };
        CachedDocuments<String> documents =
                documents(FetchSettings.builder().time(Duration.ofMillis(50)).build());

        assertThat(problem(documents.get(URL))).isEqualTo(FetchProblem.UNREACHABLE);
        never.countDown();
    }

    @Test
    void newUrlsOfOneHostAreLimitedAndOtherHostsAreNotAffected() {
        CachedDocuments<String> documents =
                documents(FetchSettings.builder().perHost(2).build());
        for (int i = 0; i < 2; i++) {
            assertThat(documents.get(URI.create("https://flood.example/" + i))).isInstanceOf(Lookup.Fresh.class);
        }

        Lookup<String> third = documents.get(URI.create("https://FLOOD.example/3"));
        assertThat(problem(third)).isEqualTo(FetchProblem.LIMITED);
        assertThat(((Lookup.None<String>) third).failure().retryAfter()).isPositive();
        assertThat(documents.get(URL)).isInstanceOf(Lookup.Fresh.class);
        pass(Duration.ofHours(1));
        assertThat(documents.get(URI.create("https://flood.example/0")))
                .as("what was good before is fetched again whatever the limit")
                .isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void newUrlsOfAllHostsTogetherAreLimited() {
        CachedDocuments<String> documents =
                documents(FetchSettings.builder().perServer(2).build());
        documents.get(URI.create("https://a.example/"));
        documents.get(URI.create("https://b.example/"));

        assertThat(problem(documents.get(URI.create("https://c.example/")))).isEqualTo(FetchProblem.LIMITED);
        pass(Duration.ofMinutes(5));
        assertThat(documents.get(URI.create("https://c.example/"))).isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void areRenewedOnDemandButNotAgainAndAgain() {
        CachedDocuments<String> documents = documents();
        documents.get(URL);
        source = (url, etag) -> json("v2");

        assertThat(documents.renewed(URL)).as("too early").isEqualTo(new Lookup.Fresh<>("v1"));
        pass(Duration.ofSeconds(15));
        assertThat(documents.renewed(URL)).isEqualTo(new Lookup.Fresh<>("v2"));
        assertThat(documents.renewed(URL)).isEqualTo(new Lookup.Fresh<>("v2"));
        assertThat(etags).hasSize(2);
    }

    @Test
    void aRefusedAddressIsNeitherAnOutageNorADefect() {
        source = (url, etag) -> {
            throw new RefusedAddressException("leads to 10.0.0.1");
        };
        CachedDocuments<String> documents = documents();

        assertThat(problem(documents.get(URL))).isEqualTo(FetchProblem.ADDRESS_REFUSED);
        assertThat(problems).containsExactly(FetchProblem.ADDRESS_REFUSED);
        source = (url, etag) -> {
            throw new IllegalStateException("a defect");
        };
        pass(Duration.ofMinutes(1));
        assertThatIllegalStateException().isThrownBy(() -> documents.get(URL));
    }
}
