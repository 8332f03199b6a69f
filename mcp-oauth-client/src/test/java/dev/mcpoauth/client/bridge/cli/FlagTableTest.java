package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of flags in {@code docs/bridge.md} says what the code says. */
class FlagTableTest {
    /** Of mcp-remote 0.15.1, as its source has them; {@code --version} and {@code --help} are no flags of ours. */
    private static final Set<String> OF_MCP_REMOTE = Set.of(
            "--header",
            "--header-file",
            "--transport",
            "--protocol",
            "--host",
            "--callback-path",
            "--auth-success-url",
            "--auth-timeout",
            "--allow-http",
            "--static-oauth-client-metadata",
            "--static-oauth-client-info",
            "--client-metadata-url",
            "--resource",
            "--disable-resource-parameter",
            "--authorize-param",
            "--use-id-token",
            "--device-code",
            "--client-credentials",
            "--token-endpoint",
            "--ignore-tool",
            "--enable-proxy",
            "--connect-timeout",
            "--headers-timeout",
            "--body-timeout",
            "--keep-alive",
            "--ping-interval",
            "--ipv4",
            "--disable-cookies",
            "--debug",
            "--silent");

    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/bridge.md"))) {
            if (line.startsWith("| `--") && line.endsWith(" |")) {
                List<String> cells = Arrays.stream(
                                line.substring(2, line.length() - 2).split(" \\| ", -1))
                        .map(cell -> cell.replace("\\|", "|"))
                        .toList();
                assertThat(cells).as(line).hasSize(4);
                assertThat(rows.put(cells.get(0), cells))
                        .as("a second row for %s", cells.get(0))
                        .isNull();
            }
        }
        return rows;
    }

    private static String written(Flag flag) {
        return "`" + flag.option() + (flag.isSwitch() ? "" : " " + flag.label()) + "`"
                + (flag.isRepeatable() ? ", repeatable" : "");
    }

    @Test
    void hasEachFlagWithItsText() throws IOException {
        Map<String, List<String>> rows = rows();
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Flag.values()).map(FlagTableTest::written).toList());
        for (Flag flag : Flag.values()) {
            assertThat(rows.get(written(flag)).get(1)).isEqualTo(flag.description());
        }
    }

    @Test
    void saysWhichAreThoseOfMcpRemoteAndHowTheyDiffer() throws IOException {
        assertThat(Flag.options()).containsAll(OF_MCP_REMOTE);
        rows().forEach((flag, cells) -> {
            boolean theirs = OF_MCP_REMOTE.contains(flag.replaceAll("`([^` ]+).*", "$1"));
            assertThat(cells.get(2)).as(flag).isEqualTo(theirs ? "yes" : "–");
            assertThat(cells.get(3).equals("–")).as(flag).isEqualTo(!theirs);
        });
    }
}
