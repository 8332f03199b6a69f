package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The places for keys that come with the library. */
public final class KeySources {
    private KeySources() {}

    /**
     * The keychain of this operating system, reached through its own program: the Secret Service through {@code
     * secret-tool} (libsecret) on Linux and other systems with a desktop, the login keychain through {@code security} on
     * macOS, and DPAPI through PowerShell on Windows. No secret is on a command line. Each call ends within 20 seconds,
     * also if a prompt to unlock the keychain is not answered.
     */
    public static KeySource keychain() {
        return keychain(System.getProperty("os.name", ""), System.getenv());
    }

    static KeySource keychain(String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("windows")) {
            return new WindowsDpapi(Tool.of(WindowsDpapi.powerShell(environment)));
        }
        return name.contains("mac")
                ? new MacKeychain(Tool.of("/usr/bin/security"))
                : new SecretService(Tool.of("secret-tool"));
    }

    /**
     * A file of mode 0600 per key, in a directory that is closed to everyone but its owner. Beside the documents it
     * protects them only as long as nobody gets both.
     */
    public static KeySource keyFile(Path directory) throws IOException {
        return new KeyFile(OwnerOnlyDirectory.open(directory));
    }

    /** The first of these that works keeps new keys; each finds its own. */
    public static KeySource firstWorking(KeySource... inOrder) {
        return new FirstWorkingKeySource(List.of(inOrder));
    }
}
