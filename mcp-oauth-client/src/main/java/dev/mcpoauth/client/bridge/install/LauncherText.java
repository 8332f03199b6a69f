package dev.mcpoauth.client.bridge.install;

import java.util.List;

/**
 * The files that start the bridge. The JVM's flags are in one argument file, so that a host can also start {@code java}
 * itself: on Windows no shell then reads the server's URL.
 */
final class LauncherText {
    /**
     * Flags under which a start takes half the processor time and memory of the defaults. The archive is taken if this
     * JVM made it, else silently not; what the JVM has to say about that goes to standard error, as standard output
     * carries MCP. The archive is mapped where it was made for: moving it makes a copy of it (12 MB) for each process.
     */
    static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:Tier3InvocationThreshold=1000",
            "-XX:Tier3MinInvocationThreshold=500",
            "-XX:Tier3CompileThreshold=3000",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xms8m",
            "-Xmx256m",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=24m",
            "-Xshare:auto",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-Xlog:disable",
            "-Xlog:all=error:stderr");

    private LauncherText() {}

    /** For {@code java @file}. */
    static String argumentFile(String jar, String archive) {
        StringBuilder text = new StringBuilder("# Written by mcp-oauth-bridge install.\n");
        FLAGS.forEach(flag -> text.append(flag).append('\n'));
        text.append(Quoting.argumentFile("-XX:SharedArchiveFile=" + archive)).append('\n');
        return text.append("-jar\n")
                .append(Quoting.argumentFile(jar))
                .append('\n')
                .toString();
    }

    /** Falls back to the {@code java} of the path when this one is gone. */
    static String sh(String java, String argumentFile) {
        return """
            #!/bin/sh
            # Written by mcp-oauth-bridge install.
            java=%s
            [ -x "$java" ] || java=java
            exec "$java" %s "$@"
            """.formatted(Quoting.sh(java), Quoting.sh("@" + argumentFile));
    }

    /**
     * The same for Windows. The argument file is one beside it: the command interpreter reads a batch file in the encoding
     * of the console, which is not that of paths, so that the path of its directory is not written out.
     */
    static String cmd(String java, String argumentFile) {
        return """
            @echo off
            rem Written by mcp-oauth-bridge install.
            setlocal DisableDelayedExpansion
            set JAVA=%s
            if not exist %%JAVA%% set JAVA=java
            %%JAVA%% %s %%*
            """.formatted(Quoting.cmd(java), "\"@%~dp0" + argumentFile + "\"")
                .replace("\n", "\r\n");
    }
}
