package dev.mcpoauth.example.database.cli;

/** The version of this program. */
public final class Version {

    private Version() {}

    /** The version that the jar names; {@code development} where there is no jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
