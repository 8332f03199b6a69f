package dev.mcpoauth.example.conformance.client;

/** What the client does in one scenario of the suite. */
@FunctionalInterface
interface Scenario {

    /**
     * Plays the scenario.
     *
     * @throws Exception if the server did not behave as the scenario needs; the process then ends with 1
     */
    void play(Stage stage) throws Exception;
}
