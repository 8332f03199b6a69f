package dev.mcpoauth.example.database;

import dev.mcpoauth.example.database.mcp.OperationScopes;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.transport.servlet.OperationGuard;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Refuses an operation whose scope the caller's token does not have, and says which scopes to come back with. */
record ScopeGuard(ProtectedResource resource) implements OperationGuard {

    @Override
    public Permission check(HttpServletRequest request, Operation operation) {
        if (!(request.getUserPrincipal() instanceof AuthenticatedCaller caller)) {
            throw new IllegalStateException("the bearer filter is missing in front of the MCP endpoint");
        }
        Optional<AccessRefusal> refusal = resource.check(
                caller,
                OperationScopes.required(operation.method(), operation.name()),
                operation.method() + " " + operation.name());
        return refusal.<Permission>map(ScopeGuard::denied).orElse(Permission.PERMITTED);
    }

    private static Permission denied(AccessRefusal refusal) {
        return new Permission.Denied(refusal.status(), refusal.headers(), refusal.description());
    }
}
