package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against a script that takes the command lines of {@code security}, as far as its manual tells them. */
@DisabledOnOs(OS.WINDOWS)
class MacKeychainTest extends KeySourceContract {
    private static final String SECURITY = """
            if [ "$1" = -i ]; then
              cat > stdin
              eval "set -- $(cat stdin)"
              [ "$1 $2 $3 $4 $6 $8" = "add-generic-password -s mcp-oauth -a -l -w" ] || exit 2
              [ -e "item-$5" ] && exit 45
              printf %s "$9" > "item-$5"
            else
              [ "$2 $3 $4" = "-s mcp-oauth -a" ] || exit 2
              [ -e "item-$5" ] || exit 44
              case $1 in
                find-generic-password) [ "$6" = -w ] && cat "item-$5" && echo ;;
                delete-generic-password) rm "item-$5" ;;
                *) exit 2 ;;
              esac
            fi
            """;

    @TempDir
    private Path folder;

    private FakeProgram security;

    @BeforeEach
    void install() throws IOException {
        security = new FakeProgram(folder, "security", SECURITY);
    }

    @Override
    KeySource source() {
        return new MacKeychain(security.tool());
    }

    @Override
    String missing() {
        return "macos-keychain:0123456789abcdef";
    }

    @Test
    void putsTheKeyOnNoCommandLine() throws IOException {
        source().find(source().keep(KEY));
        assertThat(security.arguments())
                .contains("-i", "find-generic-password")
                .noneMatch(a -> a.contains(KEY.reveal()));
        assertThat(Files.readString(security.file("stdin")))
                .matches(
                        "add-generic-password -s mcp-oauth -a [0-9a-f]{16} -l \"MCP OAuth credentials\" -w [0-9a-f]{64}\n");
    }

    @Test
    void forgets() throws IOException {
        String reference = source().keep(KEY);
        source().forget(reference);
        assertThat(security.file("item-" + reference.substring("macos-keychain:".length())))
                .doesNotExist();
    }
}
