package dev.mcpoauth.client.bridge;

import java.util.Optional;

/** Which version of the bridge this is. */
public final class BridgeVersion {
    private BridgeVersion() {}

    /** The version in the manifest of the jar; {@code development} where there is no jar. */
    public static String current() {
        return Optional.ofNullable(BridgeVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
