package dev.mcpoauth.example.benchmarks;

import dev.mcpoauth.server.resource.ResourceRequest;
import java.util.List;

/**
 * A request with a bearer token, as the servlet filter passes it on.
 *
 * @param authorization the values of its {@code Authorization} headers
 */
public record BearerRequest(List<String> authorization) implements ResourceRequest {
    public BearerRequest {
        authorization = List.copyOf(authorization);
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/mcp";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Authorization") ? authorization : List.of();
    }
}
