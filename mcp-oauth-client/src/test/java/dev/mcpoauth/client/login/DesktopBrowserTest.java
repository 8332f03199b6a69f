package dev.mcpoauth.client.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesktopBrowserTest {
    private static final URI URL = URI.create("https://as.example.com/authorize?a=1&b=%22%24(id)");

    private final List<List<String>> started = new ArrayList<>();

    private DesktopBrowser browser(Map<String, String> environment, String system) {
        return new DesktopBrowser(environment, system, started::add);
    }

    @Test
    void usesTheOpenerOfTheSystemWithOneArgument() {
        assertThat(browser(Map.of("DISPLAY", ":0"), "Linux").open(URL)).isTrue();
        assertThat(browser(Map.of(), "Mac OS X").open(URL)).isTrue();
        assertThat(browser(Map.of(), "Windows 11").open(URL)).isTrue();
        assertThat(started)
                .containsExactly(
                        List.of("xdg-open", URL.toString()),
                        List.of("open", URL.toString()),
                        List.of("rundll32", "url.dll,FileProtocolHandler", URL.toString()));
    }

    @Test
    void honoursTheBrowserVariable() {
        browser(Map.of("BROWSER", "firefox --new-tab %s"), "Linux").open(URL);
        browser(Map.of("BROWSER", "lynx"), "Linux").open(URL);
        assertThat(started)
                .containsExactly(List.of("firefox", "--new-tab", URL.toString()), List.of("lynx", URL.toString()));
    }

    @Test
    void triesTheNextOneWhenOneIsMissing() {
        DesktopBrowser browser = new DesktopBrowser(Map.of("BROWSER", "missing:there"), "Linux", command -> {
            if (command.get(0).equals("missing")) {
                throw new IOException("no such file");
            }
            started.add(command);
        });
        assertThat(browser.open(URL)).isTrue();
        assertThat(started).containsExactly(List.of("there", URL.toString()));
    }

    @Test
    void opensNothingWithoutADisplay() {
        assertThat(browser(Map.of(), "Linux").open(URL)).isFalse();
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "ms-settings:x",
                "https:opaque",
                "https://user@as.example.com/",
                "-oops",
                "//as.example.com/",
                "vscode://x/y"
            })
    void opensNothingButWebAddresses(String hostile) {
        assertThat(browser(Map.of("DISPLAY", ":0", "BROWSER", "firefox"), "Linux")
                        .open(URI.create(hostile)))
                .isFalse();
        assertThat(started).isEmpty();
    }
}
