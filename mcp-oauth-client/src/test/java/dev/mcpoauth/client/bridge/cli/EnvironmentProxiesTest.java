package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {

    private static EnvironmentProxies proxies(String... variables) throws Misuse {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return EnvironmentProxies.of(environment).orElseThrow();
    }

    private static String way(EnvironmentProxies proxies, String url) {
        Proxy proxy = proxies.select(URI.create(url)).get(0);
        if (!(proxy.address() instanceof InetSocketAddress address)) {
            return "direct";
        }
        assertThat(address.isUnresolved()).isTrue();
        return address.getHostString() + ":" + address.getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY=http://p:1, https://a.example/mcp, p:1",
        "HTTPS_PROXY=http://p:1, http://a.example/mcp, direct",
        "https_proxy=p:1, https://a.example/mcp, p:1",
        "HTTP_PROXY=http://p, http://a.example/mcp, p:80",
        "ALL_PROXY=http://p:1, https://a.example/mcp, p:1",
        "ALL_PROXY=http://p:1, http://a.example/mcp, p:1",
        "ALL_PROXY=http://p:1, http://localhost:9/mcp, direct",
        "ALL_PROXY=http://p:1, http://127.0.0.1:9/mcp, direct",
        "ALL_PROXY=http://p:1, http://[::1]:9/mcp, direct"
    })
    void isTheProxyOfTheSchemeAndNeverOneToALoopbackHost(String variable, String url, String expected) throws Misuse {
        assertThat(way(proxies(variable), url)).isEqualTo(expected);
    }

    @Test
    void lowerCaseWinsAndTheSchemeBeforeAllProxy() throws Misuse {
        EnvironmentProxies proxies =
                proxies("https_proxy=http://low:1", "HTTPS_PROXY=http://up:1", "ALL_PROXY=http://a:1");
        assertThat(way(proxies, "https://x.example")).isEqualTo("low:1");
        assertThat(way(proxies, "http://x.example")).isEqualTo("a:1");
        assertThat(EnvironmentProxies.of(Map.of("NO_PROXY", "*", "HTTPS_PROXY", " ")))
                .isEmpty();
    }

    @Test
    void anAllProxyOfAnotherKindCountsWhereNothingElseIsNamed() throws Misuse {
        EnvironmentProxies proxies =
                proxies("ALL_PROXY=socks5://me:secret@s:1", "HTTPS_PROXY=p:1", "NO_PROXY=in.example");
        assertThat(way(proxies, "https://a.example")).isEqualTo("p:1");
        proxies.check(URI.create("https://a.example"));
        proxies.check(URI.create("http://in.example"));
        proxies.check(URI.create("http://127.0.0.1"));
        assertThat(way(proxies, "http://a.example")).isEqualTo("unusable-proxy.invalid:1");
        assertThatThrownBy(() -> proxies.check(URI.create("http://a.example")))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining("ALL_PROXY")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|https://a.example|direct",
                "example.com|https://example.com|direct",
                "example.com|https://EXAMPLE.com|direct",
                "example.com|https://a.b.example.com|direct",
                "example.com|https://badexample.com|p:1",
                ".example.com|https://a.example.com|direct",
                ".example.com|https://example.com|direct",
                "*.example.com|https://a.example.com|direct",
                "x.example, example.com|https://example.com|direct",
                "x.example example.com|https://example.com|direct",
                "example.com:8443|https://example.com:8443|direct",
                "example.com:8443|https://example.com|p:1",
                "example.com:443|https://example.com|direct",
                "10.0.0.0/8|https://10.1.2.3|direct",
                "10.0.0.0/8|https://11.1.2.3|p:1",
                "10.0.0.0/8|https://10.example.com|p:1",
                "10.1.2.0/23|https://10.1.3.255|direct",
                "10.1.2.0/23|https://10.1.4.0|p:1",
                "10.1.2.3|https://10.1.2.3|direct",
                "fd00::/8|https://[fd12::1]|direct",
                "fd00::/8|https://[2001:db8::1]|p:1",
                "2001:db8::1|https://[2001:db8::1]|direct",
                "[2001:db8::1]:443|https://[2001:db8::1]|direct",
                "[2001:db8::1]:444|https://[2001:db8::1]|p:1",
                "10.0.0.0/99|https://10.0.0.1|p:1",
                ", ,|https://a.example|p:1"
            })
    void exceptsWhatNoProxyNames(String exceptions, String url, String expected) throws Misuse {
        assertThat(way(proxies("HTTPS_PROXY=http://p:1", "NO_PROXY=" + exceptions), url))
                .isEqualTo(expected);
    }

    @Test
    void credentialsAreForTheProxyOfTheUrlOnly() throws Misuse {
        EnvironmentProxies proxies =
                proxies("HTTPS_PROXY=http://me:p%40ss@p:1", "HTTP_PROXY=http://q:1", "NO_PROXY=in.example");
        assertThat(proxies.authorization(URI.create("https://a.example"))).contains("Basic bWU6cEBzcw==");
        assertThat(proxies.authorization(URI.create("http://a.example"))).isEmpty();
        assertThat(proxies.authorization(URI.create("https://in.example"))).isEmpty();
        assertThat(proxies.authorization(URI.create("https://127.0.0.1"))).isEmpty();
        assertThat(proxies.hasCredentials()).isTrue();
        assertThat(proxies("HTTP_PROXY=http://q:1").hasCredentials()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://p:1",
                "https://p:1",
                "http://",
                "http://:1",
                "http://me:secret@p:1:2",
                "http://p:99999",
                "a b"
            })
    void refusesWhatIsNoProxyAndQuotesNothing(String text) {
        assertThatThrownBy(() -> proxies("HTTPS_PROXY=" + text))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("secret");
    }
}
