package dev.mcpoauth.example.boot;

import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.transport.refusal.RefusalListener;
import dev.mcpoauth.transport.server.CallObserver;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.util.List;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** The MCP server, on the wire at {@code /mcp}. */
@Configuration(proxyBeanMethods = false)
class McpConfiguration {

    @Bean
    McpServer mcpServer(OrderTools orders, RefusalListener refusals, CallObserver calls) {
        return orders.addTo(McpServer.builder("shop", "1.0"))
                .refusals(refusals)
                .calls(calls)
                .build();
    }

    @Bean
    McpServlet mcpServlet(McpServer server, ProtectedResource door, ShopProperties shop, RefusalListener refusals) {
        McpServletSettings settings = McpServletSettings.builder()
                .allowedHosts(List.of(shop.url().getAuthority()))
                .guard(new ScopeGuard(door))
                .refusals(refusals)
                .build();
        return new McpServlet(server, settings);
    }

    @Bean
    ServletRegistrationBean<McpServlet> mcp(McpServlet servlet) {
        return new ServletRegistrationBean<>(servlet, "/mcp");
    }

    /** A server that stops waits for running requests; clients that listen would keep it waiting. */
    @Bean
    ApplicationListener<ContextClosedEvent> endListening(McpServlet servlet) {
        return closing -> servlet.endListening();
    }
}
