package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.diagnostics.AuditTrail;
import dev.mcpoauth.server.http.WebRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The audit trail")
class AuditTrailTest {
    private final List<DiagnosticEvent> kept = new ArrayList<>();
    private final TestServer as = new TestServer(
            settings -> settings,
            new InMemoryOAuthStore(),
            TestServer::alice,
            builder -> builder.diagnostics(AuditTrail.to(kept::add)));

    private List<String> reasons() {
        return kept.stream().map(event -> event.reason().id()).toList();
    }

    @Test
    void tellsASignInFromPersonToTokensAndItsEndAndNothingElse() {
        String refresh = as.tokens().string("refresh_token").orElseThrow();
        as.refresh(refresh);
        as.get("/nowhere");
        as.server.grants().revokeAllOfSubject("alice-id");

        assertThat(reasons())
                .containsExactly(
                        "login.succeeded", "authorize.granted", "token.issued", "token.issued", "grant.revoked");
        assertThat(kept.subList(1, 4))
                .allSatisfy(event -> assertThat(event.facts())
                        .containsEntry("subject", "alice-id")
                        .containsEntry("client_id", "app")
                        .containsKey("grant"));
    }

    @Test
    void tellsWhatLooksLikeAnAttackAndFromWhere() {
        byte[] body = TestServer.encode(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "app",
                        "code",
                        as.code(),
                        "redirect_uri",
                        REDIRECT,
                        "code_verifier",
                        "wrong".repeat(10))
                .getBytes(StandardCharsets.UTF_8);
        WebRequest guess = WebRequest.of("POST", "/token", "", Map.of("Content-Type", List.of(TestServer.FORM)))
                .withAddress("192.0.2.7")
                .withBody(body);
        for (int i = 0; i < 3; i++) {
            as.server.handle(guess);
        }

        assertThat(reasons()).endsWith("code.burnt");
        assertThat(kept.get(kept.size() - 1).facts()).containsEntry("address", "192.0.2.7");
    }

    @Test
    void isDocumentedEventByEvent() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "authorization-server.md"));
        Set<String> documented = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| audit: ")
                .matcher(document)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        AuditTrail.REASONS.stream().map(Reason::id).toList());
    }
}
