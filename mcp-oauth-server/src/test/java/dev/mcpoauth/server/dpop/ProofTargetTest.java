package dev.mcpoauth.server.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9449 §4.3, RFC 3986 §6.2: when htu means the URL of the request")
class ProofTargetTest {
    private static final ProofTarget MCP =
            ProofTarget.of("POST", URI.create("https://MCP.example:443/ignored"), "/a/mcp%2fx~");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://mcp.example/a/mcp%2Fx~",
                "HTTPS://MCP.EXAMPLE/a/mcp%2fx~",
                "https://mcp.example:443/a/mcp%2Fx~",
                "https://mcp.example/a/mcp%2Fx%7E",
                "https://mcp.example/a/%6Dcp%2Fx~",
                "https://mcp.example/b/../a/./mcp%2Fx~",
                "https://mcp.example/a/mcp%2Fx~?query=1",
                "https://mcp.example/a/mcp%2Fx~#fragment",
            })
    void means(String htu) {
        assertThat(MCP.isAt(htu)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a/mcp%2Fx~",
                "mcp.example/a/mcp%2Fx~",
                "//mcp.example/a/mcp%2Fx~",
                "http://mcp.example/a/mcp%2Fx~",
                "http://mcp.example:443/a/mcp%2Fx~",
                "ftp://mcp.example/a/mcp%2Fx~",
                "https:mcp.example/a/mcp%2Fx~",
                "https://mcp.example:8443/a/mcp%2Fx~",
                "https://mcp.example.evil/a/mcp%2Fx~",
                "https://user@mcp.example/a/mcp%2Fx~",
                "https://mcp.example/A/mcp%2Fx~",
                "https://mcp.example/a/mcp/x~",
                "https://mcp.example/a/mcp%252Fx~",
                "https://mcp.example/a/mcp%2Fx~/",
                "https://mcp.example/a//mcp%2Fx~",
                "https://mcp.example/a/mcp%2Fx~/..",
                "https://mcp.example/",
                "https://mcp.example",
                " https://mcp.example/a/mcp%2Fx~",
                "https://mcp.example/a/mcp%2Fx~ ",
                "https://mcp.example/a/mcp%2Fx~\u0000",
                "https://[::1",
            })
    void meansAnother(String htu) {
        assertThat(MCP.isAt(htu)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', https://a.example/, true",
        "/, https://a.example, true",
        "/, https://a.example/.., true",
        "/x/, https://a.example/x/y/.., true",
        "/x, https://a.example/x/y/.., false",
        "/x/.., https://a.example/, true",
    })
    void theRootHasTwoSpellings(String path, String htu, boolean same) {
        assertThat(ProofTarget.of("GET", URI.create("https://a.example"), path).isAt(htu))
                .isEqualTo(same);
    }
}
