package dev.mcpoauth.example.database.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.example.database.account.NewAccount;
import dev.mcpoauth.example.database.cli.Options.PublicClient;
import dev.mcpoauth.example.database.store.StoreLimits;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    private static Options options(String... words) {
        return options(Map.of(), words);
    }

    private static Options options(Map<String, String> environment, String... words) {
        Invocation invocation = Arguments.read(List.of(words), environment);
        assertThat(invocation).isInstanceOf(Invocation.Start.class);
        return ((Invocation.Start) invocation).options();
    }

    private static String misuse(String... words) {
        Invocation invocation = Arguments.read(List.of(words), Map.of());
        assertThat(invocation).isInstanceOf(Invocation.Misuse.class);
        return ((Invocation.Misuse) invocation).text();
    }

    @Test
    void startsWithoutAnyFlag() {
        Options options = options();
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.host()).isEqualTo("localhost");
        assertThat(options.issuer(8080)).isEqualTo(URI.create("http://localhost:8080"));
        assertThat(options.queries().time()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void takesFlagsWithSpaceOrEqualsSign() {
        Options options = options(
                "--port", "9", "--host=::1", "--data", "/d", "--issuer=https://db.example", "--query-time", "90s");
        assertThat(options.port()).isEqualTo(9);
        assertThat(options.host()).isEqualTo("::1");
        assertThat(options.data()).isEqualTo(Path.of("/d"));
        assertThat(options.issuer(9)).isEqualTo(URI.create("https://db.example"));
        assertThat(options.queries().time()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void takesSeveralAccounts() {
        assertThat(options("--account", "alice:a:b c", "--account=bob:x").accounts())
                .containsExactly(NewAccount.parse("alice:a:b c"), NewAccount.parse("bob:x"));
    }

    @Test
    void takesSeveralClientsEachWithItsRedirectUris() {
        Options options = options(
                "--client",
                "one",
                "--redirect-uri",
                "http://127.0.0.1/a",
                "--redirect-uri=http://127.0.0.1/b",
                "--client",
                "two",
                "--redirect-uri",
                "app:/cb");
        assertThat(options.clients())
                .containsExactly(
                        new PublicClient("one", List.of("http://127.0.0.1/a", "http://127.0.0.1/b")),
                        new PublicClient("two", List.of("app:/cb")));
    }

    @Test
    void takesEnvironmentVariables() {
        Map<String, String> environment = Map.of(
                "DATABASE_SERVER_PORT", "81",
                "DATABASE_SERVER_ACCOUNT", "alice:pass word\nbob:other\n",
                "DATABASE_SERVER_CLIENT", "one\ntwo",
                "DATABASE_SERVER_REDIRECT_URI", "http://127.0.0.1/a\nhttp://127.0.0.1/b",
                "DATABASE_SERVER_HOST", "ignored.example");
        Options options = options(environment, "--host", "localhost");
        assertThat(options.port()).isEqualTo(81);
        assertThat(options.host()).isEqualTo("localhost");
        assertThat(options.accounts())
                .containsExactly(NewAccount.parse("alice:pass word"), NewAccount.parse("bob:other"));
        assertThat(options.clients())
                .containsExactly(
                        new PublicClient("one", List.of("http://127.0.0.1/a")),
                        new PublicClient("two", List.of("http://127.0.0.1/b")));
    }

    @ParameterizedTest
    @CsvSource({
        "--port, x, expected a whole number",
        "--port, 70000, expected 0 to 65535",
        "--query-time, 30, a duration is a number with",
        "--query-time, 0, time must be positive",
        "--query-rows, -1, rows must be positive",
        "--change-rows, 99999999999, expected a whole number",
        "--account, alice, an account is NAME:PASSWORD",
        "--account, alice:, a password has",
        "--password-checks, 0, expected at least 1",
        "--issuer, http://db.example, must use https",
        "--issuer, https://db.example/?a=b, no query",
        "--issuer, https://db.example/, without a slash at its end",
        "--issuer, db.example, absolute",
        "--issuer, not a url, issuer",
        "--store, jdbc:h2:mem:x, expected jdbc:postgresql://",
        "--store-connections, 0, store connections must be",
        "--store-wait, 249ms, store wait must be from 250ms",
        "--store-timeout, 999ms, store timeout must be from 1000ms",
        "--state-key, 00ff, expected 64 hex digits",
    })
    void saysWhatIsWrongWithAValue(String flag, String value, String text) {
        assertThat(misuse(flag, value)).contains(text).contains("--help");
    }

    @Test
    void namesTheFlagOfABadValueAndNeverThePassword() {
        assertThat(misuse("--query-time", "soon")).startsWith("Bad value for --query-time:");
        assertThat(misuse("--account", "bad name:hunter2")).doesNotContain("hunter2");
        assertThat(misuse("--store", "postgres://u:hunter2@db.example")).doesNotContain("hunter2");
        assertThat(misuse("--store-password", "hunter2\n")).doesNotContain("hunter2");
        assertThat(misuse("--state-key", "00ff")).doesNotContain("00ff");
    }

    @Test
    void keepsItsStateInAFileOfItsOwnUnlessToldOtherwise() {
        assertThat(options().sharedStore()).isEmpty();
        Map<String, String> environment = Map.of("DATABASE_SERVER_STORE_PASSWORD", "hunter2");
        Options shared = options(environment, "--store", "jdbc:postgresql://db.example/oauth", "--store-user=u");
        assertThat(shared.sharedStore().orElseThrow()).hasToString("jdbc:postgresql://db.example/oauth");
        Options limited = options("--store-connections=4", "--store-wait=1s", "--store-timeout=2s");
        assertThat(limited.storeLimits()).isEqualTo(new StoreLimits(4, Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(misuse("--prot", "1")).contains("--prot");
        assertThat(misuse("start")).contains("start");
        assertThat(misuse("--port")).contains("--port");
        assertThat(misuse("--port", "1", "--port", "2")).contains("--port");
        assertThat(misuse("--client", "one")).contains("--redirect-uri");
        assertThat(misuse("--redirect-uri", "http://127.0.0.1/a")).contains("--client");
    }

    @Test
    void answersHelpAndVersion() {
        assertThat(Arguments.read(List.of("--help"), Map.of()))
                .isInstanceOfSatisfying(
                        Invocation.Answer.class,
                        help -> assertThat(help.text())
                                .contains("--account=NAME:PASSWORD", "DATABASE_SERVER_PORT", "143"));
        assertThat(Arguments.read(List.of("--version"), Map.of()))
                .isInstanceOfSatisfying(
                        Invocation.Answer.class,
                        version -> assertThat(version.text()).isEqualTo("database-server development"));
    }

    @ParameterizedTest
    @MethodSource("dev.mcpoauth.example.database.cli.Arguments#flags")
    void everyFlagIsInTheHelpAndAnEnvironmentVariable(String flag) {
        Invocation.Answer help = (Invocation.Answer) Arguments.read(List.of("--help"), Map.of());
        assertThat(help.text()).contains(flag);
        // No flag takes a text with a line break in its middle, so each must refuse or take apart this one.
        Map<String, String> environment = Map.of(Environment.variable(flag), "\u0000\n\u0000");
        Invocation read = Arguments.read(List.of(), environment);
        boolean isText = flag.equals("--host");
        assertThat(read).isInstanceOf(isText ? Invocation.Start.class : Invocation.Misuse.class);
    }

    @Test
    void takesClientsFromAFileAndTheDomainsThatMayPublishSome(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("clients.json"), """
                {"clients":[{"client_id":"batch","grant_types":["client_credentials"],"client_secret":"s"}]}""");
        AuthorizationServerSettings settings = options(
                        "--clients-file",
                        file.toString(),
                        "--client-domain",
                        "claude.ai",
                        "--client-domain=*.example.com")
                .authorizationServer()
                .issuer("https://db.example")
                .resource(ResourceSettings.of("https://db.example/mcp", Scope.of("x")))
                .build();

        assertThat(settings.clients()).extracting(ClientSettings::clientId).containsExactly("batch");
        assertThat(settings.clientDocuments().permits("claude.ai")).isTrue();
        assertThat(settings.clientDocuments().permits("a.example.com")).isTrue();
        assertThat(settings.clientDocuments().permits("other.example")).isFalse();
        assertThat(misuse("--clients-file", folder.resolve("missing").toString()))
                .contains("--clients-file");
        Files.writeString(file, "{\"clients\":[{\"client_id\":\"batch\"}]}");
        assertThat(misuse("--clients-file", file.toString())).contains("redirect_uris");
        assertThat(misuse("--client-domain", "https://claude.ai")).contains("--client-domain");
        assertThat(options("--client-domain", "none")
                        .authorizationServer()
                        .issuer("https://db.example")
                        .resource(ResourceSettings.of("https://db.example/mcp", Scope.of("x")))
                        .build()
                        .clientDocuments()
                        .isNone())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {SettingsBuilder.class, McpServletSettings.Builder.class})
    void everyNumberAndDurationOfTheLibraryIsAFlag(Class<?> builder) {
        Set<Class<?>> types = Set.of(int.class, long.class, boolean.class, Duration.class);
        List<String> settings = Arrays.stream(builder.getMethods())
                .filter(method -> method.getReturnType() == builder && method.getParameterCount() == 1)
                .filter(method -> types.contains(method.getParameterTypes()[0]))
                .map(method ->
                        "--" + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();
        assertThat(settings).hasSizeGreaterThan(10).isSubsetOf(Arguments.flags());
    }
}
