package dev.mcpoauth.example.conformance.tomcat;

import java.util.List;

/**
 * {@code everything-tomcat.jar --container tomcat|spring-boot --port N} serves http://127.0.0.1:N/mcp until it is stopped:
 * in Tomcat alone, or in a Spring Boot application.
 */
public final class EverythingTomcat {

    private EverythingTomcat() {}

    /** Starts the server. */
    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        if (all.size() != 4 || !all.get(0).equals("--container") || !all.get(2).equals("--port")) {
            throw new IllegalArgumentException("usage: everything-tomcat.jar --container tomcat|spring-boot --port N");
        }
        int port = Integer.parseInt(all.get(3));
        switch (all.get(1)) {
            case "tomcat" -> PlainTomcat.serve(port);
            case "spring-boot" -> BootApplication.start(port);
            default -> throw new IllegalArgumentException("no container has the name " + all.get(1));
        }
    }
}
