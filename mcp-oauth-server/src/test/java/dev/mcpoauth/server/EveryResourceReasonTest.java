package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Provokes every reason of the section "protected resource", with tokens that the authorization server issued. */
class EveryResourceReasonTest {
    private static final String OTHER = "https://as.example/other";
    private static final Map<Reason, Provocation> PROVOCATIONS = provocations();

    private final List<DiagnosticEvent> heard = new ArrayList<>();

    private interface Provocation {
        void with(EveryResourceReasonTest test, TestServer as);
    }

    private static Map<Reason, Provocation> provocations() {
        Map<Reason, Provocation> all = new LinkedHashMap<>();
        all.put(ResourceReasons.TOKEN_MISSING, (test, as) -> test.admit(as));
        all.put(ResourceReasons.OTHER_SCHEME, (test, as) -> test.admit(as, "Basic YTpi"));
        all.put(ResourceReasons.REPEATED, (test, as) -> test.admit(as, good(as), good(as)));
        all.put(ResourceReasons.MALFORMED, (test, as) -> test.admit(as, "Bearer \"quoted\""));
        all.put(
                ResourceReasons.TOKEN_IN_QUERY,
                (test, as) -> test.resource(as, TestServer.RESOURCE).admit(List.of(good(as)), true));
        all.put(ResourceReasons.TOKEN_UNKNOWN, (test, as) -> test.admit(as, "Bearer of-another-environment"));
        all.put(ResourceReasons.TOKEN_EXPIRED, (test, as) -> {
            String token = good(as);
            as.advance(Duration.ofHours(1));
            test.admit(as, token);
        });
        all.put(ResourceReasons.TOKEN_REVOKED, (test, as) -> {
            JsonObject tokens = as.tokens();
            as.form(
                    "/revoke",
                    "client_id",
                    "app",
                    "token",
                    tokens.string("refresh_token").orElseThrow());
            test.admit(as, bearer(tokens));
        });
        all.put(
                ResourceReasons.TOKEN_FOR_OTHER_RESOURCE,
                (test, as) -> test.resource(as, OTHER).admit(List.of(good(as)), false));
        all.put(ResourceReasons.INSUFFICIENT_SCOPE, (test, as) -> {
            ProtectedResource resource = test.resource(as, TestServer.RESOURCE);
            Access.Granted access = (Access.Granted) resource.admit(List.of(good(as)), false);
            resource.check(access.caller(), Scope.of("never-granted"), "tools/call change");
        });
        all.put(
                ResourceReasons.VERIFIER_UNAVAILABLE,
                (test, as) -> test.admit(
                        new TestServer(settings -> settings, DownStore.closed(), TestServer::alice), "Bearer any"));
        return all;
    }

    static Set<Reason> reasons() {
        return PROVOCATIONS.keySet();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void isProvoked(Reason reason) {
        TestServer as = new TestServer(settings -> settings.resource(ResourceSettings.of(OTHER, Scope.of("x"))));

        PROVOCATIONS.get(reason).with(this, as);

        assertThat(heard)
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).isEqualTo(reason));
    }

    @Test
    void noReasonIsLeftOut() {
        List<Reason> catalog = Arrays.stream(ResourceReasons.class.getFields())
                .map(field -> {
                    try {
                        return (Reason) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(reasons()).containsExactlyInAnyOrderElementsOf(catalog);
    }

    private void admit(TestServer as, String... headers) {
        resource(as, TestServer.RESOURCE).admit(List.of(headers), false);
    }

    private ProtectedResource resource(TestServer as, String identifier) {
        return as.server.protectedResource(identifier).diagnostics(heard::add).build();
    }

    private static String good(TestServer as) {
        return bearer(as.tokens());
    }

    private static String bearer(JsonObject tokens) {
        return "Bearer " + tokens.string("access_token").orElseThrow();
    }
}
