package dev.mcpoauth.client.authentication;

import dev.mcpoauth.core.Issuer;
import java.util.Map;

/** One way to authenticate a client at the token and revocation endpoints. Immutable and thread-safe. */
public interface ClientAuthentication {

    /** The name in {@code token_endpoint_auth_methods_supported}, such as {@code client_secret_basic}. */
    String method();

    /** What to add to one request. Called anew for each, since an assertion is good for one only. */
    Presented present(String clientId, Issuer audience);

    /**
     * Additions to a request.
     *
     * @param headers header fields
     * @param parameters form parameters
     */
    record Presented(Map<String, String> headers, Map<String, String> parameters) {
        public Presented {
            headers = Map.copyOf(headers);
            parameters = Map.copyOf(parameters);
        }

        /** Without the values: they are credentials. */
        @Override
        public String toString() {
            return "Presented[" + headers.keySet() + ", " + parameters.keySet() + "]";
        }
    }
}
