package dev.mcpoauth.example.conformance.tomcat;

import dev.mcpoauth.example.conformance.server.Everything;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;

/** A Spring Boot application with what Boot configures by itself, and the MCP servlet. */
@SpringBootApplication(proxyBeanMethods = false)
class BootApplication {

    /** Starts the application; it runs until its context is closed. */
    static ConfigurableApplicationContext start(int port) {
        SpringApplication application = new SpringApplication(BootApplication.class);
        application.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", port));
        return application.run();
    }

    @Bean
    McpServer server() {
        return Everything.server();
    }

    @Bean
    McpServlet servlet(McpServer server) {
        return new McpServlet(server);
    }

    /** Boot switches async on, for servlets and for filters. */
    @Bean
    ServletRegistrationBean<McpServlet> mcp(McpServlet servlet) {
        return new ServletRegistrationBean<>(servlet, "/mcp");
    }

    /** A server that stops waits for running requests; those that listen have no end of their own. */
    @Bean
    ApplicationListener<ContextClosedEvent> endListening(McpServlet servlet) {
        return closing -> servlet.endListening();
    }
}
