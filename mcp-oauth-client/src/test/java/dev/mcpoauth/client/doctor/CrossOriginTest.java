package dev.mcpoauth.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.http.HttpReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fetch, "CORS-preflight fetch". */
class CrossOriginTest {
    private static final List<String> ASKED = List.of("authorization", "content-type");

    private static HttpReply reply(int status, String origin, String methods, String headers) {
        return new HttpReply(
                status,
                Map.of(
                        "access-control-allow-origin",
                        List.of(origin),
                        "access-control-allow-methods",
                        List.of(methods),
                        "access-control-allow-headers",
                        List.of(headers)),
                new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "204, *, POST, 'Authorization, Content-Type', ''",
        "200, https://mcp-oauth-doctor.example, '', 'content-type,AUTHORIZATION', ''",
        "204, *, POST, '*, authorization', ''",
        "204, *, POST, *, does not allow the header authorization",
        "204, *, POST, authorization, does not allow the header content-type",
        "204, https://other.example, POST, 'Authorization, Content-Type', allows https://other.example only",
        "204, null, POST, 'Authorization, Content-Type', allows null only",
        "204, '', POST, 'Authorization, Content-Type', no Access-Control-Allow-Origin",
        "401, *, POST, 'Authorization, Content-Type', answered 401",
        "302, *, POST, 'Authorization, Content-Type', answered 302"
    })
    void refusesWhatABrowserDoes(int status, String origin, String methods, String headers, String objection) {
        assertThat(CrossOrigin.refused(reply(status, origin, methods, headers), "POST", ASKED)
                        .orElse(""))
                .contains(objection)
                .matches(text -> text.isEmpty() == objection.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "POST, true", "DELETE, false"})
    void takesSimpleMethodsForAllowed(String method, boolean allowed) {
        assertThat(CrossOrigin.refused(reply(204, "*", "PUT", ""), method, List.of())
                        .isEmpty())
                .isEqualTo(allowed);
    }
}
