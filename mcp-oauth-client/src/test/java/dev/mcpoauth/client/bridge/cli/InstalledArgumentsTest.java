package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledArgumentsTest {
    private static final String URL = "https://a.example/mcp";

    private static Invocation invocation(String... flags) throws Misuse {
        return new CommandLineParser().parse(flags).at(List.of(URL));
    }

    private static List<String> installed(String... flags) throws Misuse {
        return InstalledArguments.of(invocation(flags));
    }

    @Test
    void areWithoutWhatIsMeantForInstalling() throws Misuse {
        assertThat(installed("--yes", "--name", "x", "--debug", "--scope", "a b"))
                .containsExactlyInAnyOrder(URL, "--debug", "--scope", "a b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer ${TOKEN}",
                "Authorization:${TOKEN}",
                "X-Key: ${KEY}",
                "Cookie: session=${A}; other=${B}"
            })
    void holdHeadersWhoseValuesAreVariables(String header) throws Misuse {
        assertThat(installed("--header", header)).containsExactly(URL, "--header", header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer sk-real${X}",
                "Authorization: Bearer ${X}real",
                "Authorization: Bearer real-secret ${X}",
                "Authorization: ${not a variable}",
                "Authorization: ",
                "X-Key: real",
                "${X}: real",
                "@real"
            })
    void holdNoHeaderWithMoreThanASchemeWrittenOut(String header) {
        refuses("--header", header);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "--static-oauth-client-info|{\"client_id\":\"${ID}\",\"client_secret\":\"real\"}",
                "--static-oauth-client-info|{\"client_id\":\"i\",\"client_secret\":\"real${X}\"}",
                "--static-oauth-client-info|{\"client_id\":\"i\",\"client_secret\":{\"x\":\"real\"}}",
                "--static-oauth-client-info|{\"client_id\":\"i\",\"registration_access_token\":\"real\"}",
                "--static-oauth-client-info|real ${X}",
                "--static-oauth-client-metadata|{\"client_secret\":\"real\"}",
                "--identity-provider|{\"client_id\":\"i\",\"client_secret\":\"real\"}",
                "--token-endpoint|https://me:real@a.example/token"
            })
    void holdNoSecretOfAClient(String flag, String value) {
        refuses(flag, value);
    }

    private static void refuses(String flag, String value) {
        assertThatThrownBy(() -> installed(flag, value))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining(flag)
                .hasMessageNotContaining("real");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "--static-oauth-client-info|{\"client_id\":\"i\",\"client_secret\":\"${SECRET}\"}",
                "--static-oauth-client-info|{\"client_id\":\"public\"}",
                "--static-oauth-client-info|@/etc/client.json",
                "--identity-provider|{\"client_id\":\"i\",\"client_secret\":\"${SECRET}\"}"
            })
    void holdAClientWhoseSecretIsElsewhere(String flag, String value) throws Misuse {
        assertThat(installed(flag, value)).containsExactly(URL, flag, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"header-file", "state-dir", "ca-file", "client-key", "client-certificate", "config", "from"})
    void nameFilesByTheirWholePaths(String flag) throws Misuse {
        String whole = Path.of("x").toAbsolutePath().toString();
        assertThat(installed("--" + flag, "./x")).containsExactly(URL, "--" + flag, whole);
        assertThat(installed("--" + flag, whole)).containsExactly(URL, "--" + flag, whole);
    }

    @Test
    void nameTheFilesOfDocumentsByTheirWholePaths() throws Misuse {
        String whole = Path.of("x.json").toAbsolutePath().toString();
        for (String flag :
                List.of("--static-oauth-client-info", "--static-oauth-client-metadata", "--identity-provider")) {
            assertThat(installed(flag, "@x.json")).containsExactly(URL, flag, "@" + whole);
        }
        assertThat(installed("--identity-provider", "{\"id_token_file\":\"x.json\",\"client_id\":\"i\"}"))
                .last()
                .satisfies(json -> assertThat(JsonObject.parse(json).string("id_token_file"))
                        .contains(whole));
    }

    @Test
    void nameNoProgramThatTheHostWouldNotFind() throws Misuse {
        assertThatThrownBy(() -> installed("--header-command", "./get x")).isInstanceOf(Misuse.class);
        assertThat(installed("--header-command", "vault read a/b")).contains("vault read a/b");
    }

    @Test
    void areWarnedOfWhereTheyMayHoldASecretThatNobodyCanTell() throws Misuse {
        assertThat(NothingSecret.warnings(URI.create(URL), invocation("--debug")))
                .isEmpty();
        Invocation invocation =
                invocation("--header-command", "vault read x", "--identity-provider", "{\"id_token_command\":\"t\"}");
        assertThat(NothingSecret.warnings(URI.create(URL + "?key=real"), invocation))
                .hasSize(3)
                .allMatch(text -> text.startsWith("Warning: ") && !text.contains("real"));
    }
}
