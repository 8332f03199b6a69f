package dev.mcpoauth.server;

import static dev.mcpoauth.server.EveryReasonTest.on;
import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.TestProof;
import dev.mcpoauth.server.settings.ClientSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Requests for {@link EveryReasonTest} about keys that tokens are bound to; what is wrong with proofs is another test's. */
final class DpopProvocations {
    private static final TestProof.Key KEY = TestProof.Key.generate();
    private static final TestProof.Key OTHER = TestProof.Key.generate();

    private DpopProvocations() {}

    static Stream<EveryReasonTest.Provocation> all() {
        return Stream.of(
                on(
                        ServerReasons.PROOF_MISSING,
                        400,
                        settings -> settings.client(ClientSettings.parse(JsonObject.builder()
                                .put("client_id", "careful")
                                .put("redirect_uris", List.of(REDIRECT))
                                .put("dpop_bound_access_tokens", true)
                                .build())),
                        as -> as.redeem(as.code("client_id", "careful"), "client_id", "careful")),
                on(
                        ServerReasons.CODE_OTHER_KEY,
                        400,
                        as -> new Proven(as, OTHER).redeem(as.code("dpop_jkt", KEY.thumbprint()))),
                on(
                        ServerReasons.REFRESH_OTHER_KEY,
                        400,
                        as -> new Proven(as, OTHER).refresh(json(new Proven(as, KEY).redeem(as.code())))),
                on(ServerReasons.DPOP_JKT_MALFORMED, 303, as -> as.get(authorize("dpop_jkt", "x"))),
                on(
                        ServerReasons.PUSHED_OTHER_KEY,
                        400,
                        as -> as.post(
                                "/par",
                                Map.of(
                                        "DPoP",
                                        KEY.proof("POST", TestServer.ISSUER + "/par", as.now())
                                                .sign()),
                                FORM,
                                authorize("dpop_jkt", OTHER.thumbprint()).substring("/authorize?".length()))));
    }
}
