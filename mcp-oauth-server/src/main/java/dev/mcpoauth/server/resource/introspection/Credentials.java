package dev.mcpoauth.server.resource.introspection;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.secret.ClientSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** As whom to ask (RFC 6749 §2.3.1). */
record Credentials(String clientId, ClientSecret secret, boolean inForm) {

    /** The {@code Authorization} header; empty if the form has the credentials. */
    String header() {
        if (inForm) {
            return "";
        }
        String pair = encoded(clientId) + ":" + encoded(secret.reveal());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The form that asks about a token. */
    String form(String token) {
        Parameters.Builder form = Parameters.builder().add("token", token).add("token_type_hint", "access_token");
        if (inForm) {
            form.add("client_id", clientId).add("client_secret", secret.reveal());
        }
        return form.build().encode();
    }

    /** Names the client only. */
    @Override
    public String toString() {
        return "Credentials[" + clientId + "]";
    }
}
