package dev.mcpoauth.core.diagnostics;

/** The reason ids whose rules live in this module. */
public final class CoreReasons {
    private CoreReasons() {}
}
