package dev.mcpoauth.server.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.server.settings.FetchSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Fetching from URLs that strangers chose")
@Timeout(30)
class GuardedHttpTest {
    private static final FetchSettings STRICT = FetchSettings.defaults();
    private static final FetchSettings LOOPBACK = FetchSettings.builder()
            .dangerouslyAllowLoopback()
            .documentBytes(1024)
            .build();

    private static GuardedHttp resolving(FetchSettings settings, String... addresses) {
        return new GuardedHttp(settings, host -> literal(addresses), (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static List<InetAddress> literal(String... addresses) throws UnknownHostException {
        InetAddress[] parsed = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            parsed[i] = InetAddress.getByName(addresses[i]);
        }
        return Arrays.asList(parsed);
    }

    private static DocumentResponse get(GuardedHttp http, String url) throws IOException {
        return http.get(URI.create(url), Optional.empty());
    }

    private static DocumentResponse from(ScriptedHost host) throws IOException {
        return get(GuardedHttp.of(LOOPBACK), "http://127.0.0.1:" + host.port() + "/client.json");
    }

    @Nested
    @DisplayName("the guard (Client ID Metadata Document §8.6)")
    class Guard {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://127.0.0.1/x",
                    "https://localhost/x",
                    "https://[::1]/x",
                    "https://[::ffff:127.0.0.1]/x",
                    "https://[64:ff9b::7f00:1]/x",
                    "https://0/x",
                    "https://127.1/x",
                    "https://2130706433/x",
                    "https://169.254.169.254/latest/meta-data/",
                    "https://10.0.0.1:8443/x",
                    "https://192.168.0.1/x",
                    "http://93.184.216.34/x",
                    "ftp://93.184.216.34/x",
                    "file:///etc/passwd",
                    "jar:https://93.184.216.34/x!/y",
                    "https:/x",
                })
        void refusesWhatIsNotPublicAndNotHttps(String url) {
            assertThatThrownBy(() -> get(GuardedHttp.of(STRICT), url)).isInstanceOf(RefusedAddressException.class);
        }

        @Test
        void refusesANameThatLeadsInsideEvenIfOneOfItsAddressesIsPublic() {
            GuardedHttp http = resolving(STRICT, "93.184.216.34", "10.0.0.7");

            assertThatThrownBy(() -> get(http, "https://two-faced.example/x"))
                    .isInstanceOf(RefusedAddressException.class)
                    .hasMessageContaining("10.0.0.7");
        }

        @Test
        void connectsToTheAddressThatItCheckedThoughTheNameLeadsElsewhereTheNextMoment() throws Exception {
            try (ScriptedHost checked = ScriptedHost.saying("HTTP/1.1 200 OK\r\n\r\nchecked")) {
                Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1", "10.0.0.1"));
                GuardedHttp http = new GuardedHttp(
                        LOOPBACK, host -> literal(answers.pop()), (SSLSocketFactory) SSLSocketFactory.getDefault());

                DocumentResponse response = get(http, "http://rebinding.example:" + checked.port() + "/x");

                assertThat(response.body()).asString(UTF_8).isEqualTo("checked");
                assertThat(answers).as("resolved once").hasSize(2);
                assertThat(checked.requests.get(0))
                        .startsWith("GET /x HTTP/1.1\n")
                        .contains("Host: rebinding.example:" + checked.port() + "\n");
            }
        }

        @Test
        void theLoopbackOptionDoesNotOpenTheRestOfTheNetwork() {
            for (String address : List.of("10.0.0.1", "169.254.169.254", "192.168.1.1", "fd00::1", "0.0.0.0")) {
                assertThatThrownBy(() -> get(resolving(LOOPBACK, address), "http://inside.example/x"))
                        .as(address)
                        .isInstanceOf(RefusedAddressException.class);
            }
        }

        @Test
        void aNameWithoutAddressIsAnOutage() {
            GuardedHttp http = new GuardedHttp(
                    STRICT,
                    host -> {
                        throw new UnknownHostException(host);
                    },
                    (SSLSocketFactory) SSLSocketFactory.getDefault());

            assertThatThrownBy(() -> get(http, "https://nowhere.example/x")).isInstanceOf(UnknownHostException.class);
        }

        @Test
        void followsNoRedirect() throws Exception {
            try (ScriptedHost inside = ScriptedHost.saying("HTTP/1.1 200 OK\r\n\r\nsecret");
                    ScriptedHost host = ScriptedHost.saying("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                            + inside.port() + "/\r\nContent-Length: 0\r\n\r\n")) {
                assertThat(from(host).status()).isEqualTo(302);
                assertThat(inside.requests).isEmpty();
            }
        }

        @Test
        void sendsNothingButTheRequest() throws Exception {
            try (ScriptedHost host = ScriptedHost.saying("HTTP/1.1 304 Not Modified\r\n\r\n")) {
                URI url = URI.create("http://127.0.0.1:" + host.port() + "/a?b=c");
                GuardedHttp.of(LOOPBACK).get(url, Optional.of("\"v1\""));

                assertThat(host.requests.get(0).lines())
                        .containsExactly(
                                "GET /a?b=c HTTP/1.1",
                                "Host: 127.0.0.1:" + host.port(),
                                "Accept: application/json",
                                "Accept-Encoding: identity",
                                "User-Agent: mcp-oauth",
                                "If-None-Match: \"v1\"",
                                "Connection: close");
            }
        }
    }

    @Nested
    @DisplayName("the response (RFC 9112)")
    class Response {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}and more",
                    "HTTP/1.1 200\r\n\r\n{}",
                    "HTTP/1.0 200 OK\n\n{}",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\n",
                    "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}",
                })
        void isReadInEachFraming(String response) throws Exception {
            try (ScriptedHost host = ScriptedHost.saying(response)) {
                assertThat(from(host).body()).asString(UTF_8).isEqualTo("{}");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SSH-2.0-OpenSSH_9.2\r\n",
                    "HTTP/2 200\r\n\r\n{}",
                    "HTTP/1.1 OK\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\n: no name\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n{}\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}}}\r\n0\r\n\r\n",
                    "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\n",
                })
        void ofAnotherShapeIsUnusable(String response) throws Exception {
            try (ScriptedHost host = ScriptedHost.saying(response)) {
                assertThatThrownBy(() -> from(host)).isInstanceOf(UnusableResponseException.class);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "HTTP/1.1 200",
                    "HTTP/1.1 200 OK\r\nContent-Type: x",
                    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
                })
        void thatBreaksOffIsAnOutage(String response) throws Exception {
            try (ScriptedHost host = ScriptedHost.saying(response)) {
                assertThatThrownBy(() -> from(host))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(UnusableResponseException.class);
            }
        }

        @Test
        void isNotReadBeyondItsLimitHoweverLongItGoesOn() throws Exception {
            byte[] endless = "x".repeat(8192).getBytes(UTF_8);
            AtomicLong sent = new AtomicLong();
            for (String head : List.of("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX: ", "")) {
                try (ScriptedHost host = new ScriptedHost(out -> {
                    out.write(head.getBytes(UTF_8));
                    while (true) {
                        out.write(endless);
                        sent.addAndGet(endless.length);
                    }
                })) {
                    assertThatThrownBy(() -> from(host)).isInstanceOf(UnusableResponseException.class);
                }
            }
            assertThat(sent).as("what sockets buffer, not what was read").hasValueLessThan(64L << 20);
        }

        @Test
        void thatTakesTooLongIsCutOffThoughBytesKeepComing() throws Exception {
            FetchSettings hurried = FetchSettings.builder()
                    .dangerouslyAllowLoopback()
                    .time(Duration.ofMillis(300))
                    .build();
            CountDownLatch over = new CountDownLatch(1);
            try (ScriptedHost host = new ScriptedHost(out -> {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
                while (!over.await(20, TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            })) {
                assertThatThrownBy(() -> get(GuardedHttp.of(hurried), "http://127.0.0.1:" + host.port() + "/"))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(UnusableResponseException.class);
                over.countDown();
            }
        }

        @Test
        void thatNeverComesIsCutOff() throws Exception {
            FetchSettings hurried = FetchSettings.builder()
                    .dangerouslyAllowLoopback()
                    .time(Duration.ofMillis(300))
                    .build();
            CountDownLatch over = new CountDownLatch(1);
            try (ScriptedHost host = new ScriptedHost(out -> over.await())) {
                assertThatThrownBy(() -> get(GuardedHttp.of(hurried), "http://127.0.0.1:" + host.port() + "/"))
                        .isInstanceOf(IOException.class);
                over.countDown();
            }
        }
    }
}
