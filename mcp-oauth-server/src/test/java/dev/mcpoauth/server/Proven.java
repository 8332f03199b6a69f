package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.VERIFIER;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.dpop.TestProof;
import dev.mcpoauth.server.http.WebResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client with a key, which proves it with each token request (RFC 9449 §5). */
final class Proven {
    static final String TOKEN_URL = TestServer.ISSUER + "/token";

    private final TestServer as;
    final TestProof.Key key;

    Proven(TestServer as, TestProof.Key key) {
        this.as = as;
        this.key = key;
    }

    TestProof proof() {
        return key.proof("POST", TOKEN_URL, as.now());
    }

    /** A token request with a new proof. */
    WebResponse ask(String... form) {
        return token(proof().sign(), form);
    }

    /** A token request with this proof. */
    WebResponse token(String proof, String... form) {
        return post(as, proof, form);
    }

    static WebResponse post(TestServer as, String proof, String... form) {
        return as.post("/token", Map.of("DPoP", proof), FORM, TestServer.encode(form));
    }

    WebResponse redeem(String code, String... more) {
        return ask(redemption(code, more));
    }

    /** What redeems a code of the client {@code app}, or of another if the first two of {@code more} say so. */
    static String[] redemption(String code, String... more) {
        List<String> form = new ArrayList<>(List.of(
                "grant_type",
                "authorization_code",
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER.reveal(),
                "code",
                code));
        form.addAll(List.of(more.length == 0 ? new String[] {"client_id", "app"} : more));
        return form.toArray(String[]::new);
    }

    WebResponse refresh(JsonObject tokens, String... more) {
        return ask(refreshing(tokens, more));
    }

    static String[] refreshing(JsonObject tokens, String... more) {
        List<String> form = new ArrayList<>(List.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.string("refresh_token").orElseThrow()));
        form.addAll(List.of(more.length == 0 ? new String[] {"client_id", "app"} : more));
        return form.toArray(String[]::new);
    }
}
