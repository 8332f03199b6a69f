package dev.mcpoauth.client.login;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Sends authorization requests ahead (RFC 9126), so that they do not pass through the browser. A server that merely offers
 * it and then does not want this client's request gets it the usual way; one that does not know the client is believed.
 */
final class PushedRequests {

    /** What is left for the browser to carry: all parameters, or a reference to them. */
    Parameters shortened(Parameters parameters, GrantRequest request, ClientIdentity client)
            throws IOException, InterruptedException {
        Optional<URI> endpoint = request.server().metadata().pushedAuthorizationRequestEndpoint();
        if (endpoint.isEmpty()) {
            return parameters;
        }
        try {
            return reference(push(endpoint.get(), parameters, request, client), request, client);
        } catch (TokenRequestFailed e) {
            boolean required = request.server().metadata().requirePushedAuthorizationRequests();
            if (required || e.error().equals("invalid_client")) {
                throw e;
            }
            request.trace().tolerate(ClientReasons.PAR_NOT_TAKEN, Map.of("error", e.error()));
            return parameters;
        }
    }

    private static JsonObject push(URI endpoint, Parameters parameters, GrantRequest request, ClientIdentity client)
            throws IOException, InterruptedException {
        Parameters.Builder form = Parameters.builder();
        parameters.names().stream()
                .filter(name -> !name.equals("client_id")) // The client's credentials bring it where it belongs.
                .forEach(name -> form.addAll(name, parameters.values(name)));
        return request.post("pushed authorization request", endpoint, client, form);
    }

    private static Parameters reference(JsonObject answer, GrantRequest request, ClientIdentity client)
            throws TokenRequestFailed {
        String uri = answer.string("request_uri").orElse("");
        if (uri.isEmpty()) {
            throw request.trace()
                    .refuse(
                            (reason, message, steps) -> new TokenRequestFailed(reason, message, steps, ""),
                            ClientReasons.TOKEN_RESPONSE_INVALID,
                            "the answer to the pushed authorization request has no request_uri");
        }
        return Parameters.builder()
                .add("client_id", client.clientId())
                .add("request_uri", uri)
                .build();
    }
}
