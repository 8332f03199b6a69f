package dev.mcpoauth.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.error.AuthException.InsecureEndpoint;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPolicyTest {
    private static final URI PUBLIC = URI.create("https://mcp.example.com/mcp");
    private static final Map<String, String> NAMES = Map.of(
            "mcp.example.com", "93.184.216.34",
            "as.example.com", "93.184.216.35",
            "inside.example.com", "10.1.2.3",
            "intranet.example.com", "192.168.0.7");

    private final UrlPolicy policy = UrlPolicy.strict().withResolver(UrlPolicyTest::resolve);
    private final FlowTrace trace =
            new FlowTrace(DiagnosticListener.NONE, Clock.systemUTC(), new CorrelationId("test"));

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        boolean literal = host.startsWith("[") || Character.isDigit(host.charAt(0));
        String address = literal ? host : NAMES.get(host);
        if (address == null) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://as.example.com/token", "HTTPS://as.example.com", "https://proxied.example.net/"})
    void permits(String url) throws Exception {
        assertThat(policy.require(URI.create(url), PUBLIC, trace)).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://as.example.com/token",
                "ftp://as.example.com/",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "/relative",
                "https://user@as.example.com/",
                "https://as.example.com/#f",
                "https://inside.example.com/",
                "https://127.0.0.1/",
                "http://localhost:8080/",
                "https://10.0.0.1/",
                "https://172.16.5.5/",
                "https://192.168.1.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/",
                "https://0.0.0.0/",
                "https://198.18.0.1/",
                "https://[::1]/",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[64:ff9b::a00:1]/",
                "https://224.0.0.1/"
            })
    void refuses(String url) {
        assertThatThrownBy(() -> policy.require(URI.create(url), PUBLIC, trace)).isInstanceOf(InsecureEndpoint.class);
    }

    @Test
    void permitsPrivateAddressesToAServerThatIsItselfInside() throws Exception {
        URI intranet = URI.create("https://intranet.example.com/mcp");
        policy.require(URI.create("https://inside.example.com/token"), intranet, trace);
        policy.require(URI.create("http://localhost:1/token"), URI.create("http://127.0.0.1:2/mcp"), trace);
    }

    @Test
    void permitsPrivateAddressesWhenToldTo() throws Exception {
        UrlPolicy open = policy.dangerouslyAllowPrivateAddresses();
        open.require(URI.create("https://inside.example.com/token"), PUBLIC, trace);
        assertThatThrownBy(() -> open.require(URI.create("http://inside.example.com/token"), PUBLIC, trace))
                .isInstanceOf(InsecureEndpoint.class);
    }
}
