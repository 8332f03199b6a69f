package dev.mcpoauth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @DisplayName("RFC 8414 §2, §3.3: an issuer keeps every character")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example",
                "https://as.example/",
                "https://as.example/tenant1",
                "https://AS.example:443/Tenant/",
                "http://localhost:8080",
                "http://127.0.0.1:1/a",
                "http://[::1]:8080"
            })
    void keepsAnIssuerAsGiven(String issuer) {
        assertThat(new Issuer(issuer).value()).isEqualTo(issuer);
        assertThat(new Issuer(issuer)).isNotEqualTo(new Issuer(issuer + "/x"));
    }

    @DisplayName("RFC 8414 §2: what an issuer is not")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "as.example",
                "//as.example",
                "http://as.example",
                "ftp://as.example",
                "https://",
                "https://as.example?x",
                "https://as.example#x",
                "https://as.example#",
                "https://u@as.example",
                "https://as example",
                "https://as.example/\n",
                "javascript:alert(1)",
                "https://as.example:0"
            })
    void refusesWhatIsNoIssuer(String issuer) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Issuer(issuer));
    }

    @DisplayName("RFC 3986 §6.2: spellings of one resource")
    @ParameterizedTest
    @CsvSource({
        "https://mcp.example/mcp, https://mcp.example/mcp/",
        "https://mcp.example, https://mcp.example/",
        "https://mcp.example/mcp, HTTPS://MCP.example:443/mcp",
        "http://localhost:80/mcp, http://LOCALHOST/mcp/"
    })
    void treatsSpellingsOfOneResourceAsEquivalent(String left, String right) {
        assertThat(new ResourceIndicator(left).isEquivalentTo(new ResourceIndicator(right)))
                .isTrue();
        assertThat(new ResourceIndicator(left)).isNotEqualTo(new ResourceIndicator(right));
    }

    @DisplayName("RFC 8707 §2: different resources stay different")
    @ParameterizedTest
    @CsvSource({
        "https://mcp.example/mcp, https://mcp.example/mcp//",
        "https://mcp.example/mcp, https://mcp.example/MCP",
        "https://mcp.example/mcp, http://mcp.example/mcp",
        "https://mcp.example/mcp, https://mcp.example:8443/mcp",
        "https://mcp.example/mcp, https://mcp.example/",
        "https://mcp.example/mcp, https://mcp.example/mcp?a=1",
        "https://mcp.example/mcp, https://mcp.example/mcp/a",
        "https://mcp.example/mcp, https://mcp.example.evil/mcp"
    })
    void tellsResourcesApart(String left, String right) {
        assertThat(new ResourceIndicator(left).isEquivalentTo(new ResourceIndicator(right)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/mcp", "urn:x:y", "https://mcp.example/#a", "https://u:p@mcp.example/", "https:///x"})
    void refusesWhatIsNoResource(String resource) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ResourceIndicator(resource));
    }
}
