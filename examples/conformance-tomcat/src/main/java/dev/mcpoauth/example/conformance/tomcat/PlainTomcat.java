package dev.mcpoauth.example.conformance.tomcat;

import dev.mcpoauth.example.conformance.server.Everything;
import dev.mcpoauth.transport.servlet.McpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Tomcat with its defaults and one servlet. */
final class PlainTomcat {

    private PlainTomcat() {}

    static void serve(int port) throws IOException, LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("everything-tomcat-").toString());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        McpServlet servlet = new McpServlet(Everything.server());
        context.addServletContainerInitializer((classes, servlets) -> servlet.mount(servlets, "/mcp"), Set.of());
        tomcat.start();
        tomcat.getServer().await();
    }
}
