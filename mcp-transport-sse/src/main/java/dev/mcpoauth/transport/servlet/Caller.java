package dev.mcpoauth.transport.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * Who sent a request, as a filter in front found out.
 *
 * @param principal the verified caller, if any
 * @param key identifies the caller across token refreshes; empty if nobody was verified
 */
record Caller(Optional<Principal> principal, String key) {

    static Caller of(HttpServletRequest request) {
        Optional<Principal> principal = Optional.ofNullable(request.getUserPrincipal());
        Object key = request.getAttribute(McpServlet.CALLER_KEY);
        if (key instanceof String text && !text.isEmpty()) return new Caller(principal, "key:" + text);
        return new Caller(principal, principal.map(p -> "name:" + p.getName()).orElse(""));
    }
}
