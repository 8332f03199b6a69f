package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredGreetingTest {
    private static final URI SERVER = URI.create("https://a.example/mcp");
    private static final Json GREETING = Json.parse(
            "{\"serverInfo\":{\"name\":\"a\"},\"capabilities\":{\"tools\":{\"listChanged\":true},\"x\":[1,null]}}");

    @TempDir
    private Path state;

    private StoredGreeting greeting(URI server) {
        return new StoredGreeting(new ServerMemory(state.resolve("servers")), server);
    }

    @Test
    void remembersOneServerFromTheOther() {
        assertThat(greeting(SERVER).find()).isEqualTo(Json.NULL);
        greeting(SERVER).remember(GREETING);
        assertThat(greeting(SERVER).find()).isEqualTo(GREETING);
        assertThat(greeting(URI.create("https://b.example/mcp")).find()).isEqualTo(Json.NULL);
    }

    @Test
    void looksForNothingWhereNothingWasRemembered() {
        assertThat(greeting(SERVER).find()).isEqualTo(Json.NULL);
        assertThat(state.resolve("servers")).doesNotExist();
    }

    @Test
    void forgetsAServerThatSaysTooMuch() {
        greeting(SERVER).remember(GREETING);
        greeting(SERVER).remember(GREETING.with("instructions", Json.of("x".repeat(32_768))));
        assertThat(greeting(SERVER).find()).isEqualTo(Json.NULL);
    }

    @Test
    void doesWithoutADirectoryThatFails() throws IOException {
        Files.writeString(state.resolve("servers"), "a file where a directory should be");
        greeting(SERVER).remember(GREETING);
        assertThat(greeting(SERVER).find()).isEqualTo(Json.NULL);
    }
}
