package dev.mcpoauth.transport.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;

/**
 * Decides whether a caller may do what a request asks for, before any of it is done. Called on a container thread: decide
 * from what is at hand. The usual guard compares the scopes of the verified caller with those that a tool needs.
 */
@FunctionalInterface
public interface OperationGuard {

    /** Lets everything pass. */
    OperationGuard PERMIT_ALL = (request, operation) -> Permission.PERMITTED;

    /** Decides about one operation. */
    Permission check(HttpServletRequest request, Operation operation);

    /**
     * What a request asks for.
     *
     * @param method the JSON-RPC method
     * @param name the tool or prompt, or the URI of the resource or template; empty where the request names none. A
     *     request that names several resources is asked about once for each. A request about a task of the caller is
     *     asked about as the {@code tools/call} that began it.
     */
    record Operation(String method, String name) {}

    /** A decision. */
    sealed interface Permission {

        /** Go on. */
        Permission PERMITTED = new Permitted();

        /** Go on. */
        record Permitted() implements Permission {}

        /**
         * Refuse.
         *
         * @param status the HTTP status, such as 403
         * @param headers such as {@code WWW-Authenticate}
         * @param safeMessage what the peer may read
         */
        record Denied(int status, Map<String, String> headers, String safeMessage) implements Permission {
            public Denied {
                headers = Map.copyOf(headers);
            }
        }
    }
}
