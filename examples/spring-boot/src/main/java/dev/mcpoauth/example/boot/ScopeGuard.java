package dev.mcpoauth.example.boot;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.transport.servlet.OperationGuard;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Sends a client back for more scope where a tool needs it, so that the person is asked when it matters. */
record ScopeGuard(ProtectedResource door) implements OperationGuard {

    @Override
    public Permission check(HttpServletRequest request, Operation operation) {
        if (!(request.getUserPrincipal() instanceof AuthenticatedCaller caller)) {
            throw new IllegalStateException("the bearer filter is missing in front of the MCP servlet");
        }
        boolean writes =
                operation.method().equals("tools/call") && operation.name().equals(OrderTools.ORDER);
        Scope required = writes ? OAuthConfiguration.WRITE : OAuthConfiguration.READ;
        Optional<AccessRefusal> refusal = door.check(caller, required, operation.method() + " " + operation.name());
        return refusal.<Permission>map(no -> new Permission.Denied(no.status(), no.headers(), no.description()))
                .orElse(Permission.PERMITTED);
    }
}
