package dev.mcpoauth.example.conformance.client;

import java.util.HashMap;
import java.util.Map;

/**
 * {@code everything-client.jar URL}: plays the scenario that {@code MCP_CONFORMANCE_SCENARIO} names against the server at
 * the URL. Ends with 0 on success, 1 if the scenario failed, 2 on wrong usage.
 */
public final class EverythingClient {

    private EverythingClient() {}

    private static Map<String, Scenario> scenarios() {
        Map<String, Scenario> all = new HashMap<>(TransportScenarios.ALL);
        all.putAll(AuthorizationScenarios.ALL);
        return all;
    }

    /** Runs one scenario. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.getenv()));
    }

    static int run(String[] arguments, Map<String, String> environment) {
        String name = environment.getOrDefault("MCP_CONFORMANCE_SCENARIO", "");
        Scenario scenario = scenarios().get(name);
        if (arguments.length != 1 || scenario == null) {
            System.err.println(
                    "usage: MCP_CONFORMANCE_SCENARIO=NAME everything-client URL; unknown scenario: '" + name + "'");
            return 2;
        }
        try {
            scenario.play(Stage.of(arguments[0], environment));
            return 0;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }
}
