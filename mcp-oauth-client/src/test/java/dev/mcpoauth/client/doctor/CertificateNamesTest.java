package dev.mcpoauth.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9525 §6.3. */
class CertificateNamesTest {
    @ParameterizedTest
    @CsvSource({
        "mcp.example, mcp.example, true",
        "MCP.example, mcp.EXAMPLE, true",
        "*.example, mcp.example, true",
        "127.0.0.1, 127.0.0.1, true",
        "0:0:0:0:0:0:0:1, ::1, true",
        "mcp.example, other.example, false",
        "*.example, a.mcp.example, false",
        "*.example, example, false",
        "m*.example, mcp.example, false",
        "*, mcp, false",
        "*.0.0.1, 127.0.0.1, false",
        "mcp.example.evil, mcp.example, false",
        "'', mcp.example, false"
    })
    void namesTheHostOrDoesNot(String name, String host, boolean named) {
        assertThat(CertificateNames.match(List.of(name), host)).isEqualTo(named);
    }
}
