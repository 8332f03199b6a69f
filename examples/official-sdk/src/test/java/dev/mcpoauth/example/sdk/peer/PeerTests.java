package dev.mcpoauth.example.sdk.peer;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Steps as tests. */
final class PeerTests {

    private PeerTests() {}

    static DynamicNode of(String name, Steps steps) {
        return DynamicContainer.dynamicContainer(
                name, steps.names().stream().map(step -> DynamicTest.dynamicTest(step, () -> steps.run(step))));
    }
}
