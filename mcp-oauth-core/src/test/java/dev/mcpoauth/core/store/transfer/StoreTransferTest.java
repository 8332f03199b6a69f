package dev.mcpoauth.core.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file between two stores; what a store makes of it is in the contract. */
class StoreTransferTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HEADER = "{\"format\":\"mcp-oauth-store\",\"version\":1}\n";

    private static String exported() throws IOException {
        try (var store = new InMemoryOAuthStore()) {
            store.grants()
                    .create(GrantRecord.granted(
                            "g", "alice", "c", "", T0, T0.plusSeconds(9), OpaqueBytes.empty(), OpaqueBytes.empty()));
            store.tokens()
                    .insertAccess(new AccessRecord(
                            TokenHash.of(new byte[32]), "g", "c", T0, T0.plusSeconds(5), OpaqueBytes.empty()));
            var text = new StringWriter();
            StoreTransfer.exportFrom(store, text);
            return text.toString();
        }
    }

    private static TransferCount imported(String text) throws IOException {
        try (var store = new InMemoryOAuthStore()) {
            return StoreTransfer.importInto(store, new StringReader(text));
        }
    }

    @Test
    void writesAHeaderALinePerRowAndTheirNumber() throws IOException {
        assertThat(exported().lines()).hasSize(4).startsWith(HEADER.strip()).endsWith("{\"end\":2}");
        assertThat(imported(exported()).total()).isEqualTo(2);
    }

    static Stream<String> damaged() throws IOException {
        String whole = exported();
        return Stream.of(
                "",
                "\n",
                "[]\n",
                "{\"format\":\"another\",\"version\":1}\n{\"end\":0}\n",
                "{\"format\":\"mcp-oauth-store\",\"version\":2}\n{\"end\":0}\n",
                HEADER,
                HEADER + "{\"end\":1}\n",
                HEADER + "{\"end\":\"0\"}\n",
                HEADER + "{}\n{\"end\":1}\n",
                HEADER + "not json\n{\"end\":1}\n",
                HEADER + "{\"kind\":\"session\"}\n{\"end\":1}\n",
                HEADER + "{\"kind\":\"grant\"}\n{\"end\":1}\n",
                HEADER + "{\"kind\":\"" + "x".repeat(1 << 20) + "\"}\n{\"end\":1}\n",
                whole.substring(0, whole.length() - 1),
                whole.replace("\"hash\":\"AAAA", "\"hash\":\"!AAA"),
                whole.replace("\"hash\":\"AAAA", "\"hash\":\"AAA"),
                whole.replace("\"created_at\":", "\"created_at\":-"),
                whole.replace("\"revoked\":false", "\"revoked\":\"false\""),
                whole.replace("{\"end\":2}", "{\"end\":3}"));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void refusesADamagedFileAndNamesTheLine(String text) {
        assertThatThrownBy(() -> imported(text)).isInstanceOf(IOException.class).hasMessageMatching("line \\d+: .+");
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        String whole = exported();
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> imported(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFailureShowsNothingOfTheLine() {
        assertThatThrownBy(() -> imported(HEADER + "{\"kind\":\"client\",\"client_id\":7,\"payload\":\"c2VjcmV0\"}\n"))
                .hasMessageNotContaining("c2VjcmV0")
                .hasStackTraceContaining("fingerprint");
    }
}
