package dev.mcpoauth.example.boot;

import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.ToolResult;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a model can do for a customer. Whose orders they are, the token says, and nothing that the model could make up. */
@Component
class OrderTools {
    static final String ORDER = "order";

    private final JdbcClient database;

    OrderTools(JdbcClient database) {
        this.database = database;
    }

    /** One article of an order. */
    record Purchase(String article, int pieces) {}

    /** All that somebody ordered. */
    record Purchases(List<Purchase> purchases) {}

    McpServer.Builder addTo(McpServer.Builder server) {
        return server.tool(
                        ToolDefinition.builder(ORDER)
                                .description("Orders pieces of an article")
                                .inputSchema(Purchase.class)
                                .build(),
                        ToolHandler.typed(Purchase.class, this::order))
                .tool(
                        ToolDefinition.builder("orders")
                                .description("Lists what the customer ordered")
                                .outputSchema(Purchases.class)
                                .build(),
                        (arguments, call) -> list(call));
    }

    private ToolResult order(Purchase purchase, CallContext call) {
        database.sql("INSERT INTO purchase (customer_number, article, pieces) VALUES (?, ?, ?)")
                .params(customerNumber(call), purchase.article(), purchase.pieces())
                .update();
        return ToolResult.text("Ordered");
    }

    private ToolResult list(CallContext call) {
        List<Purchase> purchases = database.sql(
                        "SELECT article, pieces FROM purchase WHERE customer_number = ? ORDER BY article")
                .params(customerNumber(call))
                .query(Purchase.class)
                .list();
        return ToolResult.structured(new Purchases(purchases));
    }

    /** Left with the grant by {@link Customers} when the customer signed in, and sealed since. */
    private static String customerNumber(CallContext call) {
        return call.caller()
                .filter(AuthenticatedCaller.class::isInstance)
                .map(AuthenticatedCaller.class::cast)
                .flatMap(caller -> caller.properties().read())
                .flatMap(properties -> properties.string(Customers.NUMBER))
                .orElseThrow();
    }
}
