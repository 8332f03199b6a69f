package dev.mcpoauth.server.resource;

import java.util.List;
import java.util.Map;

/** Requests for {@code /mcp}. */
public final class TestRequests {
    private TestRequests() {}

    /** A POST with these {@code Authorization} headers. */
    public static ResourceRequest with(List<String> authorization) {
        return withQuery("", authorization);
    }

    /** A POST with this {@code Authorization} header. */
    public static ResourceRequest with(String authorization) {
        return with(List.of(authorization));
    }

    /** The same with a query. */
    public static ResourceRequest withQuery(String query, List<String> authorization) {
        return ResourceRequest.of("POST", "/mcp", query, Map.of("Authorization", authorization));
    }

    /** A POST with a token that is bound to a key, and these proofs. */
    public static ResourceRequest proven(String token, String... proofs) {
        return ResourceRequest.of(
                "POST", "/mcp", "", Map.of("Authorization", List.of("DPoP " + token), "DPoP", List.of(proofs)));
    }
}
